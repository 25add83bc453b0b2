BeforeAll {
    . $PSScriptRoot/_Import.ps1
}

Describe 'Disable-NetLog' {
    AfterEach {
        Disable-NetLog | Out-Null
    }

    It 'closes the file and tells the final counts' {
        $path = Join-Path $TestDrive 'net.log'
        Enable-NetLog $path -Format Json | Out-Null
        $last = Disable-NetLog
        $last.Enabled | Should -BeFalse
        $last.Path | Should -Be (Resolve-Path $path).ProviderPath
        $last.Format | Should -Be 'Json'
        $last.EventsDropped | Should -Be 0
        { [System.IO.File]::Open($path, 'Open', 'Read', 'None').Dispose() } | Should -Not -Throw
    }

    It 'does no harm where no log is on' {
        $last = Disable-NetLog
        $last.Enabled | Should -BeFalse
        $last.Path | Should -BeNullOrEmpty
    }

    It 'leaves the log on with -WhatIf' {
        Enable-NetLog (Join-Path $TestDrive 'on.log') | Out-Null
        Disable-NetLog -WhatIf | Should -BeNullOrEmpty
        (Get-NetLog).Enabled | Should -BeTrue
    }
}
