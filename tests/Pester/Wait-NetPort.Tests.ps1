BeforeAll {
    . $PSScriptRoot/_Import.ps1
    $script:id = 'NetCmdlets.Commands.WaitNetPortCommand'
    $script:listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $script:open = $listener.LocalEndpoint.Port
    $script:bound = [System.Net.Sockets.Socket]::new('InterNetwork', 'Stream', 'Tcp')
    $bound.Bind([System.Net.IPEndPoint]::Parse('127.0.0.1:0'))
    $script:closed = $bound.LocalEndPoint.Port
}

AfterAll {
    $listener.Stop()
    $bound.Dispose()
}

Describe 'Wait-NetPort' {
    It 'ends at once where the port is as wanted' {
        $wait = Wait-NetPort 127.0.0.1 $open
        $wait.Succeeded | Should -BeTrue
        $wait.LastState | Should -Be 'Open'
        $wait.Attempts | Should -Be 1
        (Wait-NetPort 127.0.0.1 $closed -State Closed).LastState | Should -Be 'Refused'
    }

    It 'makes a result of a time that is over' {
        $wait = Wait-NetPort 127.0.0.1 $closed -TimeoutSeconds 0.05 -IntervalSeconds 0.01 -ErrorVariable failures
        $failures | Should -BeNullOrEmpty
        $wait.Succeeded | Should -BeFalse
        $wait.Reason | Should -BeLike '*connection refused*'
    }

    It 'takes hosts with ports of their own, and all of a pipeline as one wait' {
        $waits = "127.0.0.1:$closed", "127.0.0.1:$open" | Wait-NetPort -Any
        ($waits | Where-Object Succeeded).Port | Should -Be $open
        @($waits).Count | Should -Be 2
        $all = "127.0.0.1:$closed", "127.0.0.1:$open" | Wait-NetPort -TimeoutSeconds 0.05 -Quiet
        $all | Should -Be $false
        "127.0.0.1:$closed", "127.0.0.1:$open" | Wait-NetPort -Any -Quiet | Should -Be $true
    }

    It 'takes IPv6 hosts with a port of their own in brackets, and without one' {
        $server = Start-TcpEchoServer -Address ::1
        try {
            $waits = "[::1]:$($server.Port)" | Wait-NetPort
            $waits.Succeeded, $waits.ComputerName, $waits.Port | Should -Be $true, '::1', $server.Port
            (Wait-NetPort ::1 $server.Port).Succeeded | Should -BeTrue
            ($server | Wait-NetPort).ComputerName | Should -Be '::1'
        }
        finally {
            $server | Stop-NetServer
        }
    }

    It 'tries again and again, and tells how often and what it met last' {
        $wait = Wait-NetPort "127.0.0.1:$closed" -TimeoutSeconds 0.2 -IntervalSeconds 0.05
        $wait.Attempts | Should -BeGreaterThan 1
        $wait.LastState | Should -Be 'Refused'
        $wait.Address | Should -Be '127.0.0.1'
        $any = "127.0.0.1:$closed", "127.0.0.1:$open" | Wait-NetPort -Any | Where-Object Port -EQ $closed
        $any.Reason | Should -BeLike 'another port was first.*'
    }

    It 'waits until all ports are closed with -State Closed' {
        $servers = 1..3 | ForEach-Object { Start-TcpEchoServer }
        $manifest = (Get-Module NetCmdlets).Path -replace '\.dll$', '.psd1'
        $targets = $servers.ForEach({ "127.0.0.1:$($_.Port)" })
        $job = Start-ThreadJob {
            Import-Module $using:manifest
            $using:targets | Wait-NetPort -State Closed -TimeoutSeconds 20
        }
        $servers | Wait-NetServer -ConnectionCount 1 -TimeoutSeconds 20 | Out-Null
        $servers | Stop-NetServer
        $waits = $job | Receive-Job -Wait -AutoRemoveJob
        $waits.Succeeded | Should -Be $true, $true, $true
        $waits.LastState | Select-Object -Unique | Should -Be 'Refused'
    }

    It 'takes a server object by its address and port' {
        $record = [pscustomobject]@{ ComputerName = '127.0.0.1'; Port = $open }
        ($record | Wait-NetPort).Succeeded | Should -BeTrue
    }

    It 'ends with the id for <Case>' -ForEach @(
        @{ Case = 'no port'; Arguments = @('127.0.0.1'); Error = 'InvalidRequest' }
        @{ Case = 'a port out of range'; Arguments = @('127.0.0.1', 70000); Error = 'InvalidPort' }
        @{ Case = 'a bad port of its own'; Arguments = @('127.0.0.1:0'); Error = 'InvalidPort' }
        @{ Case = 'a URL'; Arguments = @('http://127.0.0.1:80/'); Error = 'InvalidRequest' }
        @{ Case = 'a network'; Arguments = @('127.0.0.0/30', 80); Error = 'InvalidRequest' }
    ) {
        { Wait-NetPort @Arguments } | Should -Throw -ErrorId "$Error,$id"
    }

    It 'refuses -All with -Any, and times of zero' {
        { Wait-NetPort 127.0.0.1 $open -All -Any } | Should -Throw -ErrorId "AmbiguousParameterSet,$id"
        { Wait-NetPort 127.0.0.1 $open -TimeoutSeconds 0 } | Should -Throw -ErrorId "ParameterArgumentValidationError,$id"
        { Wait-NetPort 127.0.0.1 $open -IntervalSeconds 0 } | Should -Throw -ErrorId "ParameterArgumentValidationError,$id"
    }

    It 'shows a table of at most 100 columns' {
        $lines = (Wait-NetPort 127.0.0.1 $open | Out-String -Width 100) -split '\r?\n' | Where-Object { $_ }
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 100
        $lines[-1] | Should -Match "127\.0\.0\.1 .*$open Open .*True .*Open"
    }
}
