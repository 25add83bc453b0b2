#!/usr/bin/env pwsh
<#
.SYNOPSIS
Builds, tests, installs and packages the module. Each task is a target of the .NET build, which works without it.

.DESCRIPTION
Build    lays out the module in out/NetCmdlets/<version>.
Test     builds, then runs the xunit projects one after the other and the Pester suite; fails where a test fails.
Bench    runs the benchmarks; -BenchArguments are passed on.
Install  builds, then copies the module to the user's module path (or to -Destination).
Pester   builds, then runs the Pester suite only.
Package  builds, then makes out/packages/NetCmdlets.<version>.nupkg for a PowerShell repository.
Clean    removes what was built.

.EXAMPLE
./build.ps1 -Task Build, Install
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ArgumentCompletions('Build', 'Test', 'Pester', 'Bench', 'Install', 'Package', 'Clean')]
    [string[]] $Task = 'Build',

    [ValidateSet('Release', 'Debug')]
    [string] $Configuration = 'Release',

    # Where Install puts the module: a folder of modules.
    [string] $Destination,

    [string[]] $BenchArguments = @()
)

$ErrorActionPreference = 'Stop'
$builder = Join-Path $PSScriptRoot 'src/NetCmdlets.ModuleBuilder'
$common = '-c', $Configuration, '--nologo', '-v', 'quiet', '-nodeReuse:false'

function Invoke-DotNet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $($args -join ' ') failed with exit code $LASTEXITCODE."
    }
}

function Invoke-ModuleTarget {
    param([string] $Target, [string[]] $Property = @())
    Invoke-DotNet build $builder @common "-t:$Target" @Property
}

function Invoke-XUnit {
    $projects = Get-ChildItem (Join-Path $PSScriptRoot 'tests') -Filter '*.Tests.csproj' -Recurse | Sort-Object Name
    foreach ($project in $projects) {
        & dotnet test $project.FullName -c $Configuration --nologo
        if ($LASTEXITCODE -ne 0) {
            $script:failedSuites += $project.BaseName
        }
    }
}

function Invoke-PesterSuite {
    $folder = Join-Path $PSScriptRoot 'tests/Pester'
    # In a process of its own, so that this one neither keeps the module loaded nor brings another of its name.
    $version = dotnet msbuild $builder -getProperty:VersionPrefix
    $env:NETCMDLETS_MODULE = Join-Path $PSScriptRoot "out/NetCmdlets/$version/NetCmdlets.psd1"
    $script = {
        param($Folder)
        Import-Module Pester -MinimumVersion 5.0 -ErrorAction Stop
        $run = Invoke-Pester -Path $Folder -PassThru
        foreach ($test in $run.Skipped) {
            $reason = "$($test.ErrorRecord | Select-Object -First 1)" -replace '^.*because ', '' -replace '\s+', ' '
            "Skipped $($test.ExpandedPath)`t$(if ($reason) { $reason } else { 'no reason given' })"
        }

        foreach ($test in $run.Failed) {
            "Failed $($test.ExpandedPath): $($test.ErrorRecord | Select-Object -First 1)" -replace '\s+', ' '
        }

        foreach ($part in @($run.FailedBlocks) + @($run.FailedContainers)) {
            "Failed $($part): $($part.ErrorRecord | Select-Object -First 1)" -replace '\s+', ' '
        }

        $failed = $run.FailedCount + $run.FailedBlocksCount + $run.FailedContainersCount
        "Pester: $($run.PassedCount) passed, $failed failed, $($run.SkippedCount) skipped"
        exit [Math]::Min($failed, 100)
    }
    & ([System.Environment]::ProcessPath) -NoProfile -NonInteractive -Command "& { $script } '$folder'"
    if ($LASTEXITCODE -ne 0) {
        $script:failedSuites += 'Pester'
    }
}

$script:failedSuites = @()
# 'pwsh build.ps1 Build,Test' passes one text where a prompt passes two.
foreach ($one in $Task -split ',' | ForEach-Object Trim) {
    switch ($one) {
        'Build' { Invoke-ModuleTarget Build }
        'Pester' { Invoke-ModuleTarget Build; Invoke-PesterSuite }
        'Test' { Invoke-ModuleTarget Build; Invoke-XUnit; Invoke-PesterSuite }
        'Bench' {
            $project = Join-Path $PSScriptRoot 'tests/NetCmdlets.Benchmarks'
            Invoke-DotNet run --project $project -c Release -- @BenchArguments
        }
        'Install' {
            $path = if ($Destination) { $Destination } else { ($env:PSModulePath -split [IO.Path]::PathSeparator)[0] }
            Invoke-ModuleTarget InstallModule "-p:ModuleInstallRoot=$path"
        }
        'Package' { Invoke-ModuleTarget PackageModule }
        'Clean' { Invoke-ModuleTarget CleanModule }
        default { throw "There is no task '$one': Build, Test, Pester, Bench, Install, Package or Clean." }
    }
}

if ($script:failedSuites.Count -gt 0) {
    throw "Tests failed: $($script:failedSuites -join ', ')."
}
