BeforeAll {
    . $PSScriptRoot/_Import.ps1

    # A client that is none of this module's: sends, half-closes, and reads to the end.
    function Invoke-PlainClient([int]$Port, [byte[]]$Data) {
        $client = [System.Net.Sockets.TcpClient]::new('127.0.0.1', $Port)
        try {
            $client.ReceiveTimeout = 20000
            $stream = $client.GetStream()
            $stream.Write($Data)
            $client.Client.Shutdown('Send')
            $all = [System.IO.MemoryStream]::new()
            $stream.CopyTo($all)
            , $all.ToArray()
        }
        finally {
            $client.Dispose()
        }
    }
}

Describe 'Start-TcpEchoServer' {
    AfterEach {
        Get-NetServer | Stop-NetServer
    }

    It 'is bound to loopback and a free port when it returns' {
        $server = Start-TcpEchoServer
        $server.PSObject.TypeNames | Should -Contain 'NetCmdlets.NetServer'
        $server.LocalEndPoint.Address | Should -Be '127.0.0.1'
        $server.Port | Should -BeGreaterThan 0
        $server.State | Should -Be 'Running'
        $server.Kind | Should -Be 'TcpEcho'
        $server.Protocol | Should -Be 'Tcp'
        $server.Name | Should -Be "TcpEcho-$($server.Id)"
    }

    It 'sends back what comes before the half-close: <Size> bytes' -ForEach @(
        @{ Size = 0 }, @{ Size = 1 }, @{ Size = 100000 }
    ) {
        $server = Start-TcpEchoServer
        $data = [byte[]]::new($Size)
        [System.Random]::new(5).NextBytes($data)
        $reply = Invoke-PlainClient $server.Port $data
        [Convert]::ToHexString($reply) | Should -BeExactly ([Convert]::ToHexString($data))
        $server.BytesReceived | Should -Be $Size
        $server.BytesSent | Should -Be $Size
    }

    It 'answers text with a prefix' {
        $server = Start-TcpEchoServer -Prefix 'Echo: '
        $reply = Invoke-PlainClient $server.Port ([Text.Encoding]::UTF8.GetBytes('hëllo'))
        [Text.Encoding]::UTF8.GetString($reply) | Should -BeExactly 'Echo: hëllo'
    }

    It 'passes its limits on' {
        $server = Start-TcpEchoServer -MaxConnections 1 -Name small
        $held = [System.Net.Sockets.TcpClient]::new('127.0.0.1', $server.Port)
        try {
            (Invoke-PlainClient $server.Port @()).Count | Should -Be 0
            $rejected = $server | Get-NetServerEvent -Wait -EventKind Rejected | Select-Object -First 1
            $rejected.Reason | Should -Match '^Limit'
            $server.RejectedConnections | Should -Be 1
        }
        finally {
            $held.Dispose()
        }
    }

    It 'listens on a path relative to the session, and leaves no file behind' {
        Push-Location $TestDrive
        try {
            $server = Start-TcpEchoServer -SocketPath ./e.sock
            $server.SocketPath | Should -Be (Join-Path (Get-Item $TestDrive).FullName 'e.sock')
            ($server | Invoke-TcpRequest -Message hi -ReplyBytes 2).Text | Should -Be 'hi'
            { Start-TcpEchoServer -SocketPath ./e.sock } |
                Should -Throw -ErrorId 'AddressInUse,NetCmdlets.Commands.StartTcpEchoServerCommand'
            Stop-NetServer $server.Id
            Test-Path ./e.sock | Should -BeFalse
        }
        finally {
            Pop-Location
        }
    }

    It 'refuses with <Id>: <Case>' -ForEach @(
        @{ Case = 'a port out of range'; Id = 'ParameterArgumentValidationError'; Arguments = @{ Port = 70000 } }
        @{ Case = 'an address of another machine'; Id = 'AddressNotAvailable'; Arguments = @{ Address = '192.0.2.1' } }
        @{ Case = 'a word that is no address'; Id = 'InvalidAddress'; Arguments = @{ Address = 'everywhere' } }
        @{ Case = 'a prefix that is none'; Id = 'InvalidSubnet'; Arguments = @{ AllowAddress = '10.0.0.0/33' } }
        @{ Case = 'no connections at all'; Id = 'ParameterArgumentValidationError'; Arguments = @{ MaxConnections = 0 } }
        @{ Case = 'a negative idle time'; Id = 'ParameterArgumentValidationError'; Arguments = @{ IdleTimeoutSeconds = -1 } }
        @{ Case = 'a path and a port'; Id = 'InvalidRequest'; Arguments = @{ SocketPath = 'x.sock'; Port = 1 } }
    ) {
        { Start-TcpEchoServer @Arguments } | Should -Throw -ErrorId "$Id,NetCmdlets.Commands.StartTcpEchoServerCommand"
    }

    It 'refuses a port in use with AddressInUse, of category ResourceBusy' {
        $server = Start-TcpEchoServer
        $thrown = { Start-TcpEchoServer -Port $server.Port } | Should -Throw -PassThru
        $thrown.FullyQualifiedErrorId | Should -Be 'AddressInUse,NetCmdlets.Commands.StartTcpEchoServerCommand'
        $thrown.CategoryInfo.Category | Should -Be 'ResourceBusy'
        $thrown.Exception.Message | Should -Match "127\.0\.0\.1:$($server.Port)"
    }

    It 'refuses a privileged port without rights with AccessDenied, of category PermissionDenied' -Skip:(
        -not $IsLinux -or [int](Get-Content /proc/sys/net/ipv4/ip_unprivileged_port_start) -lt 8 -or (id -u) -eq 0
    ) {
        $thrown = { Start-TcpEchoServer -Port 7 } | Should -Throw -PassThru
        $thrown.FullyQualifiedErrorId | Should -Be 'AccessDenied,NetCmdlets.Commands.StartTcpEchoServerCommand'
        $thrown.CategoryInfo.Category | Should -Be 'PermissionDenied'
    }

    It 'starts nothing with -WhatIf' {
        Start-TcpEchoServer -WhatIf | Should -BeNullOrEmpty
        Get-NetServer | Should -BeNullOrEmpty
    }

    It 'takes the same port again right after a stop, with a connection in TIME-WAIT' {
        $server = Start-TcpEchoServer
        [void](Invoke-PlainClient $server.Port @(1, 2, 3))
        $port = $server.Port
        Stop-NetServer $server.Id
        (Start-TcpEchoServer -Port $port).Port | Should -Be $port
    }
}
