# -LogPath: a log of a server's own.
BeforeAll {
    . $PSScriptRoot/_Import.ps1
}

Describe 'A server with -LogPath' {
    AfterEach {
        Get-NetServer | Stop-NetServer
        Disable-NetLog | Out-Null
    }

    It 'writes <Kind> and its connections to a file of its own, and not what was said' -ForEach @(
        @{ Kind = 'TcpEcho'; Start = 'Start-TcpEchoServer'; Seen = 'Accepted 127.0.0.1:' }
        @{ Kind = 'UdpEcho'; Start = 'Start-UdpEchoServer'; Seen = 'Started - 127.0.0.1:' }
    ) {
        $path = Join-Path $TestDrive "$Kind.log"
        $server = & $Start -LogPath $path
        $reply = if ($Kind -eq 'TcpEcho') {
            Invoke-TcpRequest 127.0.0.1 $server.Port -Message 'pssst' -Shutdown
        } else {
            Send-UdpDatagram 127.0.0.1 $server.Port -Message 'pssst' -WaitReply
        }
        $reply.Text | Should -Be 'pssst'
        $server | Stop-NetServer
        $lines = Get-Content $path
        $lines[0] | Should -Match ' INF NetLog Opened'
        $lines | Where-Object { $_ -like "* $($server.Name) $Seen*" } | Should -Not -BeNullOrEmpty
        $lines[-1] | Should -Match " $($server.Name) Stopped$"
        $lines | Should -Not -Match 'pssst'
    }

    It 'writes JSON where the path ends in .json' {
        $path = Join-Path $TestDrive 'server.json'
        $server = Start-UdpEchoServer -LogPath $path -Name lab
        $server | Stop-NetServer
        $entries = Get-Content $path | ConvertFrom-Json
        $entries.Event | Should -Be 'Opened', 'Started', 'Stopped'
        $entries[1].Source | Should -Be 'lab'
    }

    It 'shares a file with another server, and with the log of the process only where the settings agree' {
        $path = Join-Path $TestDrive 'shared.log'
        $first = Start-UdpEchoServer -LogPath $path -Name one
        $second = Start-UdpEchoServer -LogPath $path -Name two
        $problem = { Enable-NetLog $path -Format Json } | Should -Throw -PassThru
        $problem.FullyQualifiedErrorId | Should -Be 'InvalidRequest,NetCmdlets.Commands.EnableNetLogCommand'
        $first | Stop-NetServer
        $second | Stop-NetServer
        $lines = Get-Content $path
        $lines | Where-Object { $_ -match ' (one|two) Stopped$' } | Should -HaveCount 2
    }

    It 'takes a path relative to the location of the session' {
        Push-Location $TestDrive
        try {
            Start-UdpEchoServer -LogPath ./here.log | Stop-NetServer
        } finally {
            Pop-Location
        }
        Join-Path $TestDrive 'here.log' | Should -Exist
    }

    It 'does not start where the file cannot be written' {
        $problem = { Start-TcpEchoServer -LogPath $TestDrive } | Should -Throw -PassThru
        $problem.FullyQualifiedErrorId | Should -Be 'FileFailed,NetCmdlets.Commands.StartTcpEchoServerCommand'
        Get-NetServer | Should -BeNullOrEmpty
    }

    It 'tells the log of the process what clients connect to and fail at' {
        $path = Join-Path $TestDrive 'clients.log'
        Enable-NetLog $path -MinimumLevel Debug | Out-Null
        $server = Start-TcpEchoServer
        $port = $server.Port
        Invoke-TcpRequest 127.0.0.1 $port -Message 'pssst' -Shutdown | Out-Null
        $server | Stop-NetServer
        Invoke-TcpRequest 127.0.0.1 $port -Message 'pssst' -ErrorAction SilentlyContinue
        Disable-NetLog | Out-Null
        $lines = Get-Content $path
        $lines | Where-Object { $_ -like "* DBG TcpClient Connected 127.0.0.1:$port" } | Should -HaveCount 1
        $lines | Where-Object { $_ -like "* WRN TcpClient Failed 127.0.0.1:$port - ConnectionRefused: *" } |
            Should -HaveCount 1
        $lines | Should -Not -Match 'pssst'
    }
}
