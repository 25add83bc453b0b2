BeforeAll {
    . $PSScriptRoot/_Import.ps1
    $script:id = 'NetCmdlets.Commands.MeasureUdpThroughputCommand'
    $script:discard = Start-UdpServer -Service Discard
    $script:echo = Start-UdpEchoServer
}

AfterAll {
    Get-NetServer | Stop-NetServer
}

Describe 'Measure-UdpThroughput' {
    It 'counts what a discard server took' {
        $before = $discard.MessagesReceived
        $result = $discard | Measure-UdpThroughput -DurationSeconds 0.2
        $result.PSObject.TypeNames[0] | Should -Be 'NetCmdlets.UdpThroughput'
        $result.Sent | Should -BeGreaterThan 0
        $discard | Wait-NetServer -MessageCount ($before + $result.Sent) -TimeoutSeconds 20 | Out-Null
        $discard.MessagesReceived | Should -Be ($before + $result.Sent)
        $result.BytesSent | Should -Be ($result.Sent * 1452)
        $result.Received, $result.Lost, $result.P50 | Should -Be $null, $null, $null
    }

    It 'tells what came back from an echo server' {
        $result = $echo |
            Measure-UdpThroughput -Direction Echo -DurationSeconds 0.2 -BitsPerSecond 2e6 -MessageBytes 500
        $result.Received | Should -Be $result.Sent
        $result.Lost, $result.Duplicates, $result.Reordered, $result.Corrupted | Should -Be 0, 0, 0, 0
        $result.TargetBitsPerSecond | Should -Be 2000000
        $result.P50 | Should -BeGreaterThan ([timespan]::Zero)
        $result.Jitter | Should -BeOfType timespan
    }

    It 'sends no faster than it is told, and as fast as it goes with 0' {
        $slow = $discard | Measure-UdpThroughput -DurationSeconds 0.3 -BitsPerSecond 80000 -MessageBytes 100
        # 100 a second, and two more: a burst and one datagram.
        $slow.Sent | Should -BeLessOrEqual (100 * $slow.Elapsed.TotalSeconds + 2)
        $fast = $discard | Measure-UdpThroughput -DurationSeconds 0.3 -BitsPerSecond 0 -MessageBytes 100
        $fast.Sent | Should -BeGreaterThan 1000
        $fast.TargetBitsPerSecond | Should -Be 0
    }

    It 'writes an error where nothing listens, and goes on with the next' {
        $gone = Start-UdpServer -Service Discard
        $gone | Stop-NetServer
        $results = $gone, $discard |
            Measure-UdpThroughput -DurationSeconds 0.2 -ErrorVariable failure -ErrorAction SilentlyContinue
        $results.Port | Should -Be $discard.Port
        $failure.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -Be "ConnectionRefused,$id"
        $failure[0].CategoryInfo.Category | Should -Be 'ConnectionError'
    }

    It 'shows a progress bar in what takes more than a second' {
        $shell = [powershell]::Create()
        try {
            $script = 'param($module, $port) Import-Module $module; ' +
                'Measure-UdpThroughput 127.0.0.1 $port -DurationSeconds 2.5 | Out-Null'
            [void]$shell.AddScript($script).AddArgument((Get-Module NetCmdlets).Path).AddArgument($discard.Port)
            $shell.Invoke()
            $records = @($shell.Streams.Progress | Where-Object Activity -Like 'Measuring 127.0.0.1*')
            $records.Count | Should -BeGreaterOrEqual 1
            $records[0].StatusDescription | Should -Match '^[\d.,]+ Mbit/s$'
            $records[0].PercentComplete | Should -BeGreaterOrEqual 40
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'stops at once' {
        $shell = [powershell]::Create()
        try {
            $script = 'param($module, $port) Import-Module $module; ' +
                'Measure-UdpThroughput 127.0.0.1 $port -DurationSeconds 600 -BitsPerSecond 0'
            [void]$shell.AddScript($script).AddArgument((Get-Module NetCmdlets).Path).AddArgument($discard.Port)
            $before = $discard.MessagesReceived
            $run = $shell.BeginInvoke()
            $discard | Wait-NetServer -MessageCount ($before + 1) -TimeoutSeconds 20 | Out-Null
            $shell.Stop()
            $run.AsyncWaitHandle.WaitOne(20000) | Should -BeTrue
            $shell.InvocationStateInfo.State | Should -Be 'Stopped'
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'refuses at binding what cannot be sent' {
        foreach ($wrong in @{ MessageBytes = 23 }, @{ MessageBytes = 65508 }, @{ BitsPerSecond = -1 }) {
            { Measure-UdpThroughput 127.0.0.1 9 @wrong } |
                Should -Throw -ErrorId "ParameterArgumentValidationError,$id"
        }
        { Measure-UdpThroughput 127.0.0.1 9 -Direction Receive } |
            Should -Throw -ErrorId "CannotConvertArgumentNoMessage,$id"
    }

    It 'shows a table of at most 100 columns' {
        $shown = $echo | Measure-UdpThroughput -Direction Echo -DurationSeconds 0.1 | Out-String -Width 100
        $lines = $shown -split '\r?\n' | ForEach-Object TrimEnd | Where-Object { $_ }
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 100
        $lines[-1] | Should -Match '^127\.0\.0\.1 .* Echo .* 0 % .* (us|ms)$'
    }
}
