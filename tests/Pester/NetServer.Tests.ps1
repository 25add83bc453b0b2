BeforeAll {
    . $PSScriptRoot/_Import.ps1
}

Describe 'Get-NetServer' {
    AfterEach {
        Get-NetServer | Stop-NetServer
    }

    It 'lists all servers, TCP and UDP, by their numbers' {
        $tcp = Start-TcpEchoServer
        $udp = Start-UdpEchoServer
        (Get-NetServer).Id | Should -Be $tcp.Id, $udp.Id
    }

    It 'finds by id, by name with wildcards, by kind' {
        $bell = Start-TcpEchoServer -Name bell
        $drum = Start-UdpEchoServer -Name drum
        (Get-NetServer $bell.Id).Name | Should -Be 'bell'
        (Get-NetServer -Name 'D*').Name | Should -Be 'drum'
        (Get-NetServer -Kind TcpEcho).Name | Should -Be 'bell'
        ($drum | Get-NetServer).Name | Should -Be 'drum'
    }

    It 'writes ServerNotFound for a number and a plain name, and goes on' {
        $server = Start-TcpEchoServer -Name here
        $found = Get-NetServer -Name nobody, here -ErrorVariable errors -ErrorAction SilentlyContinue
        $found.Name | Should -Be 'here'
        $errors.FullyQualifiedErrorId | Should -Be 'ServerNotFound,NetCmdlets.Commands.GetNetServerCommand'
        $errors[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        Get-NetServer -Name 'nob*' | Should -BeNullOrEmpty
    }

    It 'takes numbers, names and servers by position' {
        $bell = Start-TcpEchoServer -Name bell
        $drum = Start-UdpEchoServer -Name drum
        (Get-NetServer bell).Id | Should -Be $bell.Id
        (Get-NetServer 'd*').Id | Should -Be $drum.Id
        (Get-NetServer $bell, $drum).Id | Should -Be $bell.Id, $drum.Id
        (Get-NetServer $bell.Id, $drum.Id).Id | Should -Be $bell.Id, $drum.Id
        ($drum, $bell | Get-NetServer).Id | Should -Be $drum.Id, $bell.Id
        (Get-NetServerEvent bell).Kind | Should -Be 'Started'
        (Wait-NetServer $bell -ActiveCount 0).Id | Should -Be $bell.Id
        Stop-NetServer $bell
        Stop-NetServer drum
        Get-NetServer | Should -BeNullOrEmpty
    }

    It 'completes ids and names, with quotes where they are needed' {
        $server = Start-TcpEchoServer -Name 'my bell'
        $line = 'Get-NetServer -Name my'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be "'my bell'"
        $line = 'Stop-NetServer '
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be "$($server.Id)", "'my bell'"
        $line = 'Stop-NetServer m'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be "'my bell'"
        $line = 'Stop-NetServer -Id '
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be "$($server.Id)"
    }

    It 'survives Export-Clixml with flat values' {
        $server = Start-TcpEchoServer -Name flat
        $path = Join-Path $TestDrive server.xml
        $server | Export-Clixml $path
        $copy = Import-Clixml $path
        $copy.Name | Should -Be 'flat'
        $copy.Port | Should -Be $server.Port
        "$($copy.LocalEndPoint)" | Should -Be "$($server.LocalEndPoint)"
    }
}

Describe 'Stop-NetServer' {
    It 'ends the server and says nothing' {
        $server = Start-TcpEchoServer
        Stop-NetServer $server.Id | Should -BeNullOrEmpty
        $server.State | Should -Be 'Stopped'
        { Invoke-TcpRequest 127.0.0.1 $server.Port x -ErrorAction Stop } |
            Should -Throw -ErrorId 'ConnectionRefused,*'
    }

    It 'emits what it stopped with -PassThru' {
        $servers = 1..3 | ForEach-Object { Start-TcpEchoServer }
        ($servers | Stop-NetServer -PassThru).State | Should -Be 'Stopped', 'Stopped', 'Stopped'
    }

    It 'stops nothing with -WhatIf' {
        $server = Start-TcpEchoServer
        $server | Stop-NetServer -WhatIf
        $server.State | Should -Be 'Running'
        $server | Stop-NetServer
    }

    It 'writes ServerNotFound for a number of no server' {
        { Stop-NetServer 2147483647 -ErrorAction Stop } | Should -Throw -ErrorId 'ServerNotFound,*'
    }
}

Describe 'Get-NetServerEvent' {
    BeforeEach {
        $server = Start-TcpEchoServer -Prefix '>'
        $reply = $server | Invoke-TcpRequest -Message hello -ReplyBytes 6
    }

    AfterEach {
        Get-NetServer | Stop-NetServer
    }

    It 'tells what happened, in order' {
        [void]($server | Get-NetServerEvent -Wait -EventKind Closed | Select-Object -First 1)
        $events = $server | Get-NetServerEvent
        $events.Kind | Should -Be 'Started', 'Accepted', 'Received', 'Sent', 'Closed'
        $events[2].Text | Should -Be 'hello'
        $events[2].Bytes | Should -Be 5
        $events[2].ConnectionId | Should -Be 1
        $events[3].Text | Should -Be '>hello'
        $events[4].Reason | Should -Be 'PeerClosed'
        $events[1].RemoteEndPoint | Should -Be $reply.LocalEndPoint
    }

    It 'gives the last, and those of a kind' {
        ($server | Get-NetServerEvent -EventKind Accepted, Received).Kind | Should -Be 'Accepted', 'Received'
        @($server | Get-NetServerEvent -Last 1).Count | Should -Be 1
        $server | Get-NetServerEvent -Last 0 | Should -BeNullOrEmpty
    }

    It 'goes on until the server stops' {
        $shell = [powershell]::Create().AddScript({
                param($manifest, $server)
                Import-Module $manifest
                Get-NetServerEvent -InputObject $server -Wait
            }).AddArgument((Get-Module NetCmdlets).Path).AddArgument($server)
        try {
            $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
            $running = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]::new(), $output)
            Stop-NetServer $server.Id
            $running.AsyncWaitHandle.WaitOne(20000) | Should -BeTrue
            $output[-1].Kind | Should -Be 'Stopped'
        }
        finally {
            $shell.Dispose()
        }
    }
}
