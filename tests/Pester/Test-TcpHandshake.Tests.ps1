BeforeAll {
    . $PSScriptRoot/_Import.ps1
    $script:id = 'NetCmdlets.Commands.TestTcpHandshakeCommand'
    $script:listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $script:open = $listener.LocalEndpoint.Port
    # Bound and not listening: a connect is refused, and nobody else takes the port.
    $script:bound = [System.Net.Sockets.Socket]::new('InterNetwork', 'Stream', 'Tcp')
    $bound.Bind([System.Net.IPEndPoint]::Parse('127.0.0.1:0'))
    $script:closed = $bound.LocalEndPoint.Port
}

AfterAll {
    $listener.Stop()
    $bound.Dispose()
}

Describe 'Test-TcpHandshake' {
    It 'tells an open port from a closed one, with times' {
        $found = Test-TcpHandshake 127.0.0.1 $open, $closed | Sort-Object State
        $found.State | Should -Be 'Open', 'Refused'
        $found.Port | Should -Be $open, $closed
        $found.Succeeded | Should -Be $true, $false
        $found[0].PSObject.TypeNames[0] | Should -Be 'NetCmdlets.TcpHandshake'
        $found[0].ConnectTime | Should -BeGreaterThan ([timespan]::Zero)
        $found[0].RemoteEndPoint.Port | Should -Be $open
        $found[0].LocalEndPoint.Address | Should -Be '127.0.0.1'
        $found[1].Reason | Should -BeLike 'ConnectionRefused*'
        $found[1].LocalEndPoint | Should -BeNullOrEmpty
    }

    It 'takes ports as numbers, texts, ranges and service names' {
        (Test-TcpHandshake 127.0.0.1 ($closed), 'echo', '8-9' -ThrottleLimit 1).Port | Should -Be $closed, 7, 8, 9
        (Test-TcpHandshake 127.0.0.1 echo).ServiceName | Should -Be 'echo'
    }

    It 'takes hosts from the pipeline, objects by property name, and answers each' {
        ('127.0.0.1', '127.0.0.2' | Test-TcpHandshake -Port $closed).ComputerName | Sort-Object |
            Should -Be '127.0.0.1', '127.0.0.2'
        $records = [pscustomobject]@{ HostName = '127.0.0.1'; Port = $open },
        [pscustomobject]@{ CN = '127.0.0.1'; Port = $closed }
        ($records | Test-TcpHandshake).State | Sort-Object | Should -Be 'Open', 'Refused'
    }

    It 'takes a server object' {
        $server = Start-TcpEchoServer
        try {
            $found = $server | Test-TcpHandshake
            $found.State | Should -Be 'Open'
            $found.Port | Should -Be $server.Port
        }
        finally {
            $server | Stop-NetServer
        }
    }

    It 'gives a bool for each host and port with -Quiet' {
        Test-TcpHandshake 127.0.0.1 $open -Quiet | Should -BeTrue
        Test-TcpHandshake 127.0.0.1 $closed -Quiet | Should -BeFalse
        Test-TcpHandshake no-such-host.invalid $open -Quiet | Should -BeFalse
        (Test-TcpHandshake 127.0.0.1 $open -Quiet).GetType() | Should -Be ([bool])
    }

    It 'emits only open ports with -OpenOnly' {
        $found = Test-TcpHandshake 127.0.0.1 $closed, $open -OpenOnly
        @($found).Count | Should -Be 1
        $found.Port | Should -Be $open
    }

    It 'counts and times several handshakes' {
        $found = Test-TcpHandshake 127.0.0.1 $open -Count 5
        @($found).Count | Should -Be 1
        $found.OpenCount | Should -Be 5
        $found.MinimumTime | Should -BeLessOrEqual $found.MedianTime
        $found.MedianTime | Should -BeLessOrEqual $found.MaximumTime
    }

    It 'makes a result of a name that does not exist and goes on with the next host' {
        $found = 'no-such-host.invalid', '127.0.0.1' | Test-TcpHandshake -Port $open -ErrorVariable failures
        $failures | Should -BeNullOrEmpty
        ($found | Where-Object ComputerName -EQ 'no-such-host.invalid').State | Should -Be 'NameError'
        ($found | Where-Object ComputerName -EQ '127.0.0.1').State | Should -Be 'Open'
    }

    It 'ends with InvalidPort for <Text>' -ForEach @(
        @{ Text = 70000 }, @{ Text = 0 }, @{ Text = '25-20' }, @{ Text = 'no-such-service' }
    ) {
        { Test-TcpHandshake 127.0.0.1 $Text } | Should -Throw -ErrorId "InvalidPort,$id" -ExpectedMessage "*$Text*"
    }

    It 'ends with the id for a source address that is not this machine''s, or no address' {
        { Test-TcpHandshake 127.0.0.1 $open -LocalAddress 192.0.2.1 } | Should -Throw -ErrorId "AddressNotAvailable,$id"
        { Test-TcpHandshake 127.0.0.1 $open -LocalAddress here } | Should -Throw -ErrorId "InvalidAddress,$id"
        { Test-TcpHandshake 127.0.0.1 $open -IPv4 -IPv6 } | Should -Throw -ErrorId "InvalidRequest,$id"
    }

    It 'takes networks and ranges, and goes on after one that is none' {
        $found = '127.0.0.0/29', '127.0.0.20-127.0.0.21', '10.0.0.0/33' |
            Test-TcpHandshake -Port $closed -ErrorVariable failure -ErrorAction SilentlyContinue
        $found.Count | Should -Be 8
        $failure.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -Be "InvalidSubnet,$id"
        $failure[0].CategoryInfo.Category | Should -Be 'InvalidArgument'
    }

    Context 'with -Trace' {
        BeforeAll {
            try {
                $script:traced = Test-TcpHandshake 127.0.0.1 $open, $closed -Trace -ErrorAction Stop | Sort-Object State
            }
            catch {
                $script:refusal = $_
            }
        }

        BeforeEach {
            if (-not $traced) {
                $refusal.FullyQualifiedErrorId | Should -Be "NotSupported,$id"
                Set-ItResult -Skipped -Because $refusal.Exception.Message
            }
        }

        It 'gives each segment as an object' {
            $traced[0].Segments.Flags | Should -Be 'SYN', 'SYN,ACK', 'ACK'
            $traced[0].Segments.Sent | Should -Be $true, $false, $true
            $traced[0].Segments[1].AcknowledgmentNumber | Should -Be ($traced[0].Segments[0].SequenceNumber + 1)
            $traced[0].Segments[0].MaximumSegmentSize | Should -BeGreaterThan 500
            $traced[0].Segments[0].Time | Should -Be ([timespan]::Zero)
            $traced[1].Segments.Flags | Should -Be 'SYN', 'RST,ACK'
            $traced[1].Reason | Should -Be 'ConnectionRefused: the peer answered with a reset.'
        }

        It 'draws them as a ladder that fits 80 columns' {
            $lines = ($traced[0] | Out-String -Width 80) -split '\r?\n' | Where-Object { $_.Trim() }
            $lines[0] | Should -Be "127.0.0.1 port ${open}: Open"
            $lines[1] | Should -Match "^ {11}127\.0\.0\.1:\d+ +127\.0\.0\.1:$open$"
            $lines[2] | Should -Match '^ +0\.0 us \|-- SYN seq=\d+ win=\d+ -+>\|$'
            $lines[3] | Should -Match '^ +\|   mss \d+, .*\|$'
            $lines[4] | Should -Match '^ +\d+\.\d+ [um]s \|<- SYN,ACK seq=\d+ ack=\d+ win=\d+ -+\|$'
            ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 80
        }

        It 'draws what came back from a file, too' {
            $path = Join-Path $TestDrive 'trace.xml'
            $traced[1] | Export-Clixml $path
            $read = Import-Clixml $path
            $read.Segments[1].Flags | Should -Be 'RST,ACK'
            $read | Out-String | Should -Be ($traced[1] | Out-String)
        }

        It 'shows the segments as a table of at most 100 columns' {
            $lines = ($traced[0].Segments | Out-String -Width 100) -split '\r?\n' | Where-Object { $_ }
            ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 100
            $lines[2] | Should -Match '^ +0\.0 us --> SYN +\d+ +\d+ mss \d+'
        }
    }

    It 'ends with NotSupported for -Trace without the right to raw sockets, and says what to do' {
        if (-not (Get-Command setpriv -ErrorAction Ignore) -or (id -u) -ne 0) {
            Set-ItResult -Skipped -Because 'it takes root and setpriv to give up the right'
        }
        $manifest = (Get-Module NetCmdlets).Path -replace '\.dll$', '.psd1'
        $told = setpriv --bounding-set=-net_raw --inh-caps=-net_raw ([Environment]::ProcessPath) -NoProfile -Command "
            Import-Module '$manifest'
            try { Test-TcpHandshake 127.0.0.1 $open -Trace } catch { `$_.FullyQualifiedErrorId; `$_.Exception.Message }"
        $told[0] | Should -Be "NotSupported,$id"
        $told[1] | Should -BeLike '*Run as root or give the program CAP_NET_RAW, or leave out -Trace.'
    }

    It 'tries every address of a name, the families in turn' {
        if (-not (Get-Command unshare, ip -ErrorAction Ignore)) {
            Set-ItResult -Skipped -Because 'it takes unshare and ip to make a network of its own'
        }
        # A network and a hosts file of its own: the name has two addresses of each family.
        $hosts = Join-Path $TestDrive 'hosts'
        'fd99::1', 'fd99::2', '127.0.0.21', '127.0.0.22' | ForEach-Object { "$_ many.test" } | Set-Content $hosts
        $manifest = (Get-Module NetCmdlets).Path -replace '\.dll$', '.psd1'
        $command = "Import-Module '$manifest'
            Test-TcpHandshake many.test 80 -ThrottleLimit 1 |
                ForEach-Object { `"`$(`$_.ComputerName) `$(`$_.Address) `$(`$_.State)`" }"
        $prepare = 'mount --bind "$1" /etc/hosts && ip link set lo up && ip addr add fd99::1/128 dev lo nodad ' +
            '&& ip addr add fd99::2/128 dev lo nodad && exec "$2" -NoProfile -Command "$3"'
        $told = unshare --mount --net sh -c $prepare sh $hosts ([Environment]::ProcessPath) $command 2>&1
        if ($LASTEXITCODE -ne 0) {
            Set-ItResult -Skipped -Because "a network and a hosts file of its own cannot be made here: $told"
        }
        $told | Should -Be 'many.test fd99::1 Refused', 'many.test 127.0.0.21 Refused',
        'many.test fd99::2 Refused', 'many.test 127.0.0.22 Refused'
    }

    It 'shows the shortest, the median and the longest time of several handshakes' {
        $text = Test-TcpHandshake 127.0.0.1 $open -Count 7 | Out-String -Width 80
        $lines = $text -split '\r?\n' | Where-Object { $_ }
        $lines[-1] | Should -Match ' Open +[\d.]+/[\d.]+/[\d.]+ [um]s$'
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 80
    }

    It 'refuses at binding <Parameter> <Value>' -ForEach @(
        @{ Parameter = 'TimeoutSeconds'; Value = 0 }
        @{ Parameter = 'ThrottleLimit'; Value = 0 }
        @{ Parameter = 'Count'; Value = 0 }
        @{ Parameter = 'RetryCount'; Value = -1 }
    ) {
        $arguments = @{ ComputerName = '127.0.0.1'; Port = $open; $Parameter = $Value }
        { Test-TcpHandshake @arguments } | Should -Throw -ErrorId "ParameterArgumentValidationError,$id"
    }

    It 'leaves the rest of a scan undone when the consumer has enough' {
        $first = Test-TcpHandshake 127.0.0.1 '1-65535' | Select-Object -First 1
        $first.ComputerName | Should -Be '127.0.0.1'
    }

    It 'survives Export-Clixml' {
        $path = Join-Path $TestDrive 'handshake.xml'
        $found = Test-TcpHandshake 127.0.0.1 $open
        $found | Export-Clixml $path
        $read = Import-Clixml $path
        $read.State.ToString() | Should -Be 'Open'
        $read.Port | Should -Be $open
        $read.ConnectTime | Should -Be $found.ConnectTime
    }

    It 'shows a table of at most 100 columns with times in microseconds or milliseconds' {
        $lines = (Test-TcpHandshake 127.0.0.1 $open | Out-String -Width 100) -split '\r?\n' | Where-Object { $_ }
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 100
        $lines[-1] | Should -Match "127\.0\.0\.1 .* $open .*Open .*\d (us|ms)"
    }

    It 'is ended by a stop during a handshake that nobody answers' {
        $full = [System.Net.Sockets.Socket]::new('InterNetwork', 'Stream', 'Tcp')
        $fillers = @()
        try {
            $full.Bind([System.Net.IPEndPoint]::Parse('127.0.0.1:0'))
            $full.Listen(1)
            foreach ($n in 1..4) {
                $filler = [System.Net.Sockets.Socket]::new('InterNetwork', 'Stream', 'Tcp')
                $fillers += $filler
                $null = $filler.ConnectAsync($full.LocalEndPoint)
            }
            $shell = [powershell]::Create()
            $manifest = (Get-Module NetCmdlets).Path -replace '\.dll$', '.psd1'
            $null = $shell.AddScript("Import-Module '$manifest'; 'ready'; " +
                "Test-TcpHandshake 127.0.0.1 $($full.LocalEndPoint.Port) -TimeoutSeconds 600")
            $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
            $run = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]::new(), $output)
            $seen = $output.GetEnumerator()
            $seen.MoveNext() | Should -BeTrue
            $stop = $shell.BeginStop($null, $null)
            $stop.AsyncWaitHandle.WaitOne(20000) | Should -BeTrue
            $run.AsyncWaitHandle.WaitOne(20000) | Should -BeTrue
            $shell.InvocationStateInfo.State | Should -Be 'Stopped'
            $output.Count | Should -Be 1
        }
        finally {
            $shell.Dispose()
            $fillers | ForEach-Object Dispose
            $full.Dispose()
        }
    }
}
