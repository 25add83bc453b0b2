BeforeAll {
    . $PSScriptRoot/_Import.ps1
    # Ends by itself: a test that fails must not keep a thread for ever.
    $stuck = '$gate = $using:gate; [void]$gate.Wait(60000)'

    function Send-One([int] $Port) {
        $client = [System.Net.Sockets.TcpClient]::new('127.0.0.1', $Port)
        $client.GetStream().Write([byte[]](65))
        $client
    }

    # How many of this process's threads run handlers or wait for one to end.
    function Measure-HandlerThread {
        $names = Get-Content /proc/self/task/*/comm -ErrorAction Ignore
        @($names | Where-Object { $_ -match '^NetCmdlets (han|sto)' }).Count
    }

    function Wait-Until([scriptblock] $State) {
        $limit = [datetime]::UtcNow.AddSeconds(20)
        while (-not (& $State)) {
            if ([datetime]::UtcNow -gt $limit) { throw "Not so within 20 s: $State" }
            [System.Threading.Thread]::Yield()
        }
    }

    # A PowerShell of its own that runs a script; its exit code, or an error where it does not end.
    function Invoke-Shell([string] $Script) {
        $path = Join-Path $TestDrive 'child.ps1'
        Set-Content $path "Import-Module '$manifest'`n$Script"
        $child = [System.Diagnostics.Process]::Start((Get-Process -Id $PID).Path, "-NoProfile -File $path")
        try {
            if (-not $child.WaitForExit(30000)) { throw 'PowerShell did not end within 30 s.' }
            $child.ExitCode
        }
        finally {
            if (-not $child.HasExited) { $child.Kill() }
            $child.Dispose()
        }
    }
}

Describe 'A handler in a call that no stop reaches' {
    AfterEach {
        Get-NetServer | Stop-NetServer -WarningAction Ignore
    }

    It 'is left behind by the stop, which tells so' {
        $gate = [System.Threading.ManualResetEventSlim]::new()
        $server = Start-TcpServer -Handler ([scriptblock]::Create($stuck)) -Name stuck
        $client = Send-One $server.Port
        try {
            [void]($server | Wait-NetServer -EventKind Received -TimeoutSeconds 20)
            $server | Stop-NetServer -Drain 0.05 -WarningVariable warnings -WarningAction SilentlyContinue
            "$($server.State)" | Should -Be 'Stopped'
            $server.LastError | Should -BeLike 'A handler did not end at the stop and keeps its thread*'
            $warnings | Should -BeLike 'stuck (127.0.0.1:*): A handler did not end at the stop*'
            $events = Get-NetServerEvent $server.Id
            ($events | Where-Object Kind -EQ HandlerError).Reason | Should -BeLike 'The handler did not end when*'
            ($events | Where-Object Kind -EQ Closed).Reason | Should -Be 'Stopped'
            if ($IsLinux) { Measure-HandlerThread | Should -BeGreaterThan 0 }
        }
        finally {
            $gate.Set()
            $client.Dispose()
        }
        # Its call has returned: so its runspace is closed, and its threads end.
        if ($IsLinux) { Wait-Until { (Measure-HandlerThread) -eq 0 } }
    }

    It 'does not hold up the exit of PowerShell <When>' -ForEach @(
        @{ When = 'after the stop'; Last = '$server | Stop-NetServer -WarningAction Ignore' }
        @{ When = 'while its server runs'; Last = '' }
        @{ When = 'after the removal of the module'; Last = 'Remove-Module NetCmdlets' }
    ) {
        Invoke-Shell @"
`$server = Start-TcpServer -Handler { [System.Threading.Thread]::Sleep(-1) }
`$client = [System.Net.Sockets.TcpClient]::new('127.0.0.1', `$server.Port)
`$client.GetStream().Write([byte[]](65))
[void](`$server | Wait-NetServer -EventKind Received -TimeoutSeconds 20)
$Last
exit 7
"@ | Should -Be 7
    }
}

Describe 'A handler that can be stopped' {
    It 'leaves no thread: <Handler>' -Skip:(-not $IsLinux) -ForEach @(
        @{ Handler = 'while ($true) { }' }
        @{ Handler = 'Start-Sleep 300' }
        @{ Handler = '[runspace]::DefaultRunspace.CloseAsync(); Start-Sleep 300' }
    ) {
        $server = Start-TcpServer -Handler ([scriptblock]::Create($Handler))
        $clients = 1..3 | ForEach-Object { Send-One $server.Port }
        [void]($server | Wait-NetServer -MessageCount 3 -TimeoutSeconds 20)
        $server | Stop-NetServer
        $clients.Dispose()
        $server.LastError | Should -BeNullOrEmpty
        Wait-Until { (Measure-HandlerThread) -eq 0 }
    }

    It 'has the socket file of its server removed when PowerShell exits' -Skip:($IsWindows) {
        $path = Join-Path $TestDrive 'exit.sock'
        Invoke-Shell "[void](Start-TcpEchoServer -SocketPath '$path'); if (Test-Path '$path') { exit 3 }" | Should -Be 3
        $path | Should -Not -Exist
    }
}
