BeforeAll {
    . $PSScriptRoot/_Import.ps1
}

Describe 'Get-NetLog' {
    AfterEach {
        Disable-NetLog | Out-Null
    }

    It 'says nothing but that the log is off where it is' {
        $setting = Get-NetLog
        $setting.Enabled | Should -BeFalse
        $known = $setting.PSObject.Properties | Where-Object { $null -ne $_.Value }
        $known.Name | Should -Be 'Enabled'
    }

    It 'tells all settings of the log that is on' {
        $path = Join-Path $TestDrive 'net.json'
        Enable-NetLog $path -Format Json -MinimumLevel Debug -RollingInterval Hour -MaxFileBytes 2KB | Out-Null
        $setting = Get-NetLog
        $setting.Enabled | Should -BeTrue
        $setting.Format | Should -Be 'Json'
        $setting.MinimumLevel | Should -Be 'Debug'
        $setting.RollingInterval | Should -Be 'Hour'
        $setting.MaxFileBytes | Should -Be 2048
        $setting.CurrentFile | Should -Match 'net\d{10}\.json$'
        $setting.CurrentFile | Should -Exist
        $setting.EventsWritten | Should -Be 0
        $setting.StartedAt | Should -BeOfType datetime
    }

    It 'shows as a table that fits 100 columns' {
        Enable-NetLog (Join-Path $TestDrive 'net.log') | Out-Null
        $lines = (Get-NetLog | Out-String -Width 100) -split "`n" | Where-Object { $_.Trim() }
        $lines[0] | Should -Match '^Enabled Format MinimumLevel +Written Dropped Path$'
        $lines[2] | Should -Match '^True    Text   Information +0       0 '
    }
}
