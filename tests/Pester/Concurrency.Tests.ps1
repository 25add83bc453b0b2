# Everything works in ForEach-Object -Parallel and in thread jobs: the servers and sessions of a process are one set,
# whichever runspace made them, and the end of a job ends what runs in it.
BeforeAll {
    . $PSScriptRoot/_Import.ps1
    $manifest = (Get-Module NetCmdlets).Path -replace '\.dll$', '.psd1'
    $echo = Start-TcpEchoServer
    $udp = Start-UdpEchoServer
}

AfterAll {
    Get-TcpSession | Disconnect-TcpSession
    Get-NetServer | Stop-NetServer
}

Describe 'ForEach-Object -Parallel' {
    It 'runs <Name> in several runspaces at once' -ForEach @(
        @{ Name = 'Invoke-TcpRequest'; Body = { (Invoke-TcpRequest 127.0.0.1 $port "n$_" -Shutdown).Text -eq "n$_" } }
        @{ Name = 'Send-UdpDatagram'; Body = {
                (Send-UdpDatagram 127.0.0.1 $udpPort -Message "n$_" -ReplyCount 1).Text -eq "n$_"
            } }
        @{ Name = 'Test-TcpHandshake'; Body = { (Test-TcpHandshake 127.0.0.1 $port, 1).State -join ' ' -match 'Open' } }
        @{ Name = 'Wait-NetPort'; Body = { Wait-NetPort 127.0.0.1 $port -Quiet } }
        @{ Name = 'Test-EchoServer'; Body = { Test-EchoServer 127.0.0.1 $port -Quiet -Concurrency 5 } }
        @{ Name = 'Measure-EchoServer'; Body = { (Measure-EchoServer 127.0.0.1 $port -Count 50).Received -eq 50 } }
        @{ Name = 'Resolve-HostAddress'; Body = {
                (Resolve-HostAddress localhost).Address -contains [ipaddress]'127.0.0.1'
            } }
        @{ Name = 'Get-SubnetInfo'; Body = { (Get-SubnetInfo "10.$_.0.9/24").Cidr -eq "10.$_.0.0/24" } }
        @{ Name = 'a server, a session and their end'; Body = {
                $server = Start-TcpEchoServer -Name "own-$_"
                $session = Connect-TcpSession 127.0.0.1 $server.Port
                $session | Send-TcpData -Message "n$_"
                $text = ($session | Receive-TcpData -ReplyBytes 2).Text
                $session | Disconnect-TcpSession
                $server | Stop-NetServer
                $text -eq "n$_" -and $server.State -eq 'Stopped'
            } }
    ) {
        $text = "Import-Module '$manifest'; `$port, `$udpPort = $($echo.Port), $($udp.Port); $Body"
        $results = 1..6 | ForEach-Object -ThrottleLimit 3 -Parallel ([scriptblock]::Create($text))
        $results | Should -Be (, $true * 6)
    }

    It 'leaves alone the servers of the other runspaces when it is done' {
        1..2 | ForEach-Object -Parallel { Import-Module $using:manifest }
        $echo.State | Should -Be 'Running'
    }
}

Describe 'A thread job' {
    It 'starts a server that the others see, use and stop' {
        $server = Start-ThreadJob { Import-Module $using:manifest; Start-TcpEchoServer -Name 'of a job' } |
            Receive-Job -Wait -AutoRemoveJob
        (Get-NetServer -Name 'of a job').Id | Should -Be $server.Id
        (Invoke-TcpRequest 127.0.0.1 $server.Port hello -Shutdown).Text | Should -Be 'hello'
        Get-NetServer -Name 'of a job' | Stop-NetServer
        $server.State | Should -Be 'Stopped'
    }

    It 'stops a server of another runspace' {
        $server = Start-TcpEchoServer
        Start-ThreadJob { Import-Module $using:manifest; Get-NetServer ($using:server).Id | Stop-NetServer } |
            Receive-Job -Wait -AutoRemoveJob
        $server.State | Should -Be 'Stopped'
    }

    It 'may end before the handler of the server that it started' {
        $server = Start-ThreadJob {
            Import-Module $using:manifest
            Start-TcpServer -Framing Line -Handler { "got $_" }
        } | Receive-Job -Wait -AutoRemoveJob
        (Invoke-TcpRequest 127.0.0.1 $server.Port abc -Framing Line).Text | Should -Be 'got abc'
    }

    It 'has a session that the others see' {
        $session = Start-ThreadJob { Import-Module $using:manifest; Connect-TcpSession 127.0.0.1 ($using:echo).Port } |
            Receive-Job -Wait -AutoRemoveJob
        Get-TcpSession $session.Id | Send-TcpData -Message 'over'
        (Get-TcpSession $session.Id | Receive-TcpData -ReplyBytes 4).Text | Should -Be 'over'
    }

    Context 'that waits' {
        BeforeAll {
            # Takes connections and says nothing; and one whose backlog is full, which does not even take them.
            $mute = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
            $mute.Start()
            $full = [System.Net.Sockets.Socket]::new('InterNetwork', 'Stream', 'Tcp')
            $full.Bind([System.Net.IPEndPoint]::Parse('127.0.0.1:0'))
            $full.Listen(1)
            $fillers = foreach ($n in 1..4) {
                $filler = [System.Net.Sockets.Socket]::new('InterNetwork', 'Stream', 'Tcp')
                $null = $filler.ConnectAsync($full.LocalEndPoint)
                $filler
            }
        }

        AfterAll {
            $fillers | ForEach-Object Dispose
            $full.Dispose()
            $mute.Stop()
        }

        It 'shows a progress bar after a second, and a stop ends <Name> at once' -ForEach @(
            @{ Name = 'Test-TcpHandshake'; Text = 'Test-TcpHandshake 127.0.0.1 {1}'; Bar = 'Shaking hands' }
            @{ Name = 'Wait-NetPort'; Text = 'Wait-NetPort 127.0.0.1 {1}'; Bar = 'Waiting for ports to be open' }
            @{ Name = 'Test-TlsHandshake'; Text = 'Test-TlsHandshake 127.0.0.1 {0}'; Bar = 'Shaking hands in TLS' }
            @{ Name = 'Test-EchoServer'; Text = 'Test-EchoServer 127.0.0.1 {0}'; Bar = 'Checking the echo server' }
            @{ Name = 'Measure-EchoServer'; Text = 'Measure-EchoServer 127.0.0.1 {0}'; Bar = 'Measuring 127.0.0.1' }
        ) {
            $command = "$($Text -f $mute.LocalEndpoint.Port, $full.LocalEndPoint.Port) -TimeoutSeconds 600"
            $job = Start-ThreadJob ([scriptblock]::Create("Import-Module '$manifest'; $command"))
            try {
                $limit = [datetime]::UtcNow.AddSeconds(20)
                while (-not $job.Progress.Count -and [datetime]::UtcNow -lt $limit) {
                    $null = $job | Wait-Job -Timeout 0.05
                }
                $job.Progress[0].Activity | Should -Be $Bar
                $job.Progress[0].StatusDescription | Should -Not -BeNullOrEmpty
                $job | Stop-Job
                ($job | Wait-Job -Timeout 10).State | Should -Be 'Stopped'
                $job.Error | Should -BeNullOrEmpty
            }
            finally {
                $job | Remove-Job -Force
            }
        }

        It 'takes its progress bar away when it is done' {
            $job = Start-ThreadJob {
                Import-Module $using:manifest
                Test-TcpHandshake 127.0.0.1 ($using:full).LocalEndPoint.Port -TimeoutSeconds 2
            }
            $null = $job | Wait-Job -Timeout 20
            $job.Output.State | Should -Be 'Filtered'
            $job.Progress.Count | Should -BeGreaterThan 1
            $job.Progress[0].RecordType | Should -Be 'Processing'
            $job.Progress[-1].RecordType | Should -Be 'Completed'
            $job | Remove-Job
        }

        It 'ends Invoke-TcpRequest at once when it is stopped' {
            while ($mute.Pending()) {
                $mute.AcceptSocket().Dispose()
            }
            $job = Start-ThreadJob {
                Import-Module $using:manifest
                Invoke-TcpRequest 127.0.0.1 ($using:mute).LocalEndpoint.Port hello -TimeoutSeconds 600
            }
            $limit = [datetime]::UtcNow.AddSeconds(20)
            while (-not $mute.Pending() -and [datetime]::UtcNow -lt $limit) {
                $null = $job | Wait-Job -Timeout 0.05
            }
            $peer = $mute.AcceptSocket()
            $peer.ReceiveTimeout = 10000
            $buffer = [byte[]]::new(64)
            $seen = 0
            while ($seen -lt 5 -and ($count = $peer.Receive($buffer)) -gt 0) {
                $seen += $count
            }
            $seen | Should -Be 5
            $job | Stop-Job
            ($job | Wait-Job -Timeout 10).State | Should -Be 'Stopped'
            # Nothing of it is left: after its message the peer sees the end.
            try {
                $peer.Receive($buffer) | Should -Be 0
            }
            catch [System.Net.Sockets.SocketException] {
                $_.Exception.SocketErrorCode | Should -Be 'ConnectionReset'
            }
            $job | Remove-Job -Force
        }
    }
}
