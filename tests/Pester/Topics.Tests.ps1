# Runs the examples of the topics as they stand there.
BeforeAll {
    . $PSScriptRoot/_Import.ps1
    $base = (Get-Module NetCmdlets).ModuleBase
}

Describe 'about_NetCmdlets_Testing' {
    It 'has an example whose tests pass' {
        $topic = Get-Content (Join-Path $base 'en-US/about_NetCmdlets_Testing.help.txt') -Raw
        $example = [regex]::Match($topic, '(?ms)^EXAMPLE WITHOUT OPERATORS\n(.*?)^SEE ALSO').Groups[1].Value
        $file = Join-Path $TestDrive 'Example.Tests.ps1'
        Set-Content $file $example
        $script = {
            param($Manifest, $File)
            Import-Module $Manifest -ErrorAction Stop
            $run = Invoke-Pester $File -PassThru -Output None
            "$($run.PassedCount)|$($run.FailedCount)|$($run.FailedContainersCount)"
        }
        $manifest = Join-Path $base 'NetCmdlets.psd1'
        & ([Environment]::ProcessPath) -NoProfile -NonInteractive -Command "& { $script } '$manifest' '$file'" |
            Should -Be '5|0|0'
    }
}
