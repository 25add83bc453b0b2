BeforeAll {
    . $PSScriptRoot/_Import.ps1
    function Write-Event {
        param([string] $Level, [string] $Source, [string] $Name)
        $entry = [NetCmdlets.Diagnostics.NetLogEvent]::new($Level, $Source, $Name, $null, 0, 0, $null, $null)
        [NetCmdlets.Diagnostics.NetLog]::Current.Write([ref]$entry)
    }
}

Describe 'Enable-NetLog' {
    BeforeEach {
        $path = Join-Path $TestDrive "$([guid]::NewGuid()).log"
    }

    AfterEach {
        Disable-NetLog | Out-Null
    }

    It 'writes events of the level and above, and says what it is set to' {
        $setting = Enable-NetLog $path -MinimumLevel Warning
        $setting | Should -BeOfType NetCmdlets.NetLogSetting
        $setting.Enabled | Should -BeTrue
        $setting.Path | Should -Be (Resolve-Path $path).ProviderPath
        $setting.Format | Should -Be 'Text'
        $setting.MinimumLevel | Should -Be 'Warning'
        $setting.RollingInterval | Should -Be 'Infinite'
        $setting.MaxFileBytes | Should -BeNullOrEmpty
        Write-Event -Level Information -Source Test -Name Quiet
        Write-Event -Level Warning -Source Test -Name Loud
        Disable-NetLog | Out-Null
        $lines = Get-Content $path
        $lines | Should -HaveCount 2
        $lines[1] | Should -Match ' WRN Test Loud$'
    }

    It 'writes JSON that ConvertFrom-Json reads' {
        Enable-NetLog $path -Format Json | Out-Null
        Write-Event -Level Error -Source 'a "quoted" name' -Name Failed
        Disable-NetLog | Out-Null
        $entry = Get-Content $path | Select-Object -Last 1 | ConvertFrom-Json
        $entry.Source | Should -Be 'a "quoted" name'
        $entry.Event | Should -Be 'Failed'
        $entry.'@l' | Should -Be 'Error'
    }

    It 'rolls at -MaxFileBytes' {
        Enable-NetLog $path -MaxFileBytes 1KB | Out-Null
        1..50 | ForEach-Object { Write-Event -Level Information -Source Test -Name "Event$_" }
        Disable-NetLog | Out-Null
        $files = Get-ChildItem ([System.IO.Path]::ChangeExtension($path, $null).TrimEnd('.') + '*')
        $files.Count | Should -BeGreaterThan 2
        ($files | Get-Content | Where-Object { $_ -match ' Test Event\d+$' }) | Should -HaveCount 50
    }

    It 'takes a path relative to the location of the session' {
        Push-Location $TestDrive
        try {
            (Enable-NetLog ./relative.log).Path |
                Should -Be (Join-Path (Get-Item $TestDrive).FullName 'relative.log')
        } finally {
            Pop-Location
        }
    }

    It 'does nothing with -WhatIf' {
        Enable-NetLog $path -WhatIf | Should -BeNullOrEmpty
        $path | Should -Not -Exist
        (Get-NetLog).Enabled | Should -BeFalse
    }

    It 'ends with FileFailed where <Case>' -ForEach @(
        @{ Case = 'the path is a folder'; Target = { "$TestDrive" } }
        @{ Case = 'a file is in the place of the folder'; Target = { Set-Content "$TestDrive/f" ''; "$TestDrive/f/x.log" } }
        @{ Case = 'the path is in another provider'; Target = { 'Env:log' } }
        @{ Case = 'the drive does not exist'; Target = { 'nosuchdrive:x.log' } }
    ) {
        $problem = { Enable-NetLog (& $Target) } | Should -Throw -PassThru
        $problem.FullyQualifiedErrorId | Should -Be 'FileFailed,NetCmdlets.Commands.EnableNetLogCommand'
        $problem.CategoryInfo.Category | Should -Be 'ResourceUnavailable'
        (Get-NetLog).Enabled | Should -BeFalse
    }

    It 'ends with AccessDenied where the system does not allow it' -Skip:(-not $IsLinux) {
        $problem = { Enable-NetLog '/sys/kernel/net.log' } | Should -Throw -PassThru
        $problem.FullyQualifiedErrorId | Should -Be 'AccessDenied,NetCmdlets.Commands.EnableNetLogCommand'
        $problem.CategoryInfo.Category | Should -Be 'PermissionDenied'
    }

    It 'refuses <Value> for -<Name> at binding' -ForEach @(
        @{ Name = 'MaxFileBytes'; Value = 1023 }
        @{ Name = 'MinimumLevel'; Value = 'Loud' }
        @{ Name = 'Format'; Value = 'Xml' }
        @{ Name = 'RollingInterval'; Value = 'Fortnight' }
    ) {
        $arguments = @{ Path = $path; $Name = $Value }
        { Enable-NetLog @arguments } | Should -Throw -ErrorId '*Argument*,NetCmdlets.Commands.EnableNetLogCommand'
        $path | Should -Not -Exist
    }

    It 'writes what waits when the session exits, and when the module is removed' {
        $script = {
            param($Manifest, $Path, $Leave)
            Import-Module $Manifest
            Enable-NetLog $Path | Out-Null
            1..200 | ForEach-Object {
                $entry = [NetCmdlets.Diagnostics.NetLogEvent]::new(
                    'Information', 'Test', "Event$_", $null, 0, 0, $null, $null)
                [NetCmdlets.Diagnostics.NetLog]::Current.Write([ref]$entry)
            }
            if ($Leave) {
                Remove-Module NetCmdlets
                # The file is closed: whoever wants it for himself gets it.
                [System.IO.File]::Open($Path, 'Open', 'Read', 'None').Dispose()
            }
        }
        $manifest = (Get-Module NetCmdlets).Path -replace 'dll$', 'psd1'
        foreach ($leave in 0, 1) {
            $file = "$path.$leave"
            & ([System.Environment]::ProcessPath) -NoProfile -NonInteractive -Command $script -args $manifest, $file, $leave
            $LASTEXITCODE | Should -Be 0
            Get-Content $file | Select-Object -Last 1 | Should -Match ' INF Test Event200$'
        }
    }
}
