BeforeDiscovery {
    $root = (Resolve-Path (Join-Path $PSScriptRoot '../..')).ProviderPath
    $scripts = & git -C $root ls-files -- '*.ps1' '*.psm1' 2>$null | ForEach-Object { @{ Script = $_ } }
}

Describe 'The script <Script>' -ForEach $scripts {
    It 'breaks no rule of the analyzer' {
        if (-not (Get-Module PSScriptAnalyzer -ListAvailable)) {
            Set-ItResult -Skipped -Because 'PSScriptAnalyzer is not installed'
        }

        $root = (Resolve-Path (Join-Path $PSScriptRoot '../..')).ProviderPath
        Invoke-ScriptAnalyzer (Join-Path $root $Script) -Settings (Join-Path $root 'PSScriptAnalyzerSettings.psd1') |
            ForEach-Object { "$($_.Line): $($_.RuleName): $($_.Message)" } |
            Should -BeNullOrEmpty
    }
}
