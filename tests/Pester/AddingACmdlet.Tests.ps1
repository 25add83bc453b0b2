# Follows docs/adding-a-cmdlet.md to the letter in a copy of the sources: every block that is headed by a file's name is
# written to that file, and what comes of it is built and tested.
BeforeAll {
    $root = (Resolve-Path (Join-Path $PSScriptRoot '../..')).ProviderPath
    $copy = Join-Path $TestDrive 'repository'
    # Of the core's tests only what the page writes: the others take time and prove nothing here.
    $files = & git -C $root ls-files | Where-Object { $_ -notlike 'tests/NetCmdlets.Core.Tests/*.cs' }
    foreach ($file in $files) {
        $target = Join-Path $copy $file
        $null = New-Item (Split-Path $target) -ItemType Directory -Force
        Copy-Item (Join-Path $root $file) $target
    }

    $page = Get-Content (Join-Path $root 'docs/adding-a-cmdlet.md') -Raw
    $block = '(?ms)^`(?<file>[^`\n]+)`:\n\n(?<fence>`{3,})\w+\n(?<text>.*?)^\k<fence>$'
    $written = foreach ($match in [regex]::Matches($page, $block)) {
        $target = Join-Path $copy $match.Groups['file'].Value
        $null = New-Item (Split-Path $target) -ItemType Directory -Force
        [IO.File]::WriteAllText($target, $match.Groups['text'].Value)
        $match.Groups['file'].Value
    }

    function Select-BuildError {
        ($args[0] | Select-String ': error ' | Select-Object -First 5) -join "`n"
    }

    $options = '-c', 'Release', '--nologo', '-v', 'quiet', '-nodeReuse:false'
}

Describe 'docs/adding-a-cmdlet.md' -Skip:(-not (Get-Command git -ErrorAction Ignore)) {
    It 'gives every file of a cmdlet' {
        $written | Should -HaveCount 8
    }

    It 'makes a module that builds' {
        $said = & dotnet build (Join-Path $copy 'src/NetCmdlets.ModuleBuilder') @options 2>&1
        $LASTEXITCODE | Should -Be 0 -Because (Select-BuildError $said)
    }

    It 'passes its own xunit test' {
        $project = Join-Path $copy 'tests/NetCmdlets.Core.Tests'
        $said = & dotnet test $project @options --filter 'FullyQualifiedName~TestHostNameTests' 2>&1
        $LASTEXITCODE | Should -Be 0 -Because (Select-BuildError $said)
        "$said" | Should -Match 'Passed:\s+1\b'
    }

    It 'passes its own Pester test, and Get-Help knows the cmdlet' {
        $script = {
            param($Copy)
            $env:NETCMDLETS_MODULE = ''
            $run = Invoke-Pester (Join-Path $Copy 'tests/Pester/Test-HostName.Tests.ps1') -PassThru -Output None
            "$($run.PassedCount)|$($run.FailedCount)|$((Get-Help Test-HostName).Synopsis)"
        }
        & ([Environment]::ProcessPath) -NoProfile -NonInteractive -Command "& { $script } '$copy'" |
            Should -Be '3|0|Says whether names have addresses.'
    }
}
