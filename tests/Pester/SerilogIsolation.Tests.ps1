# Another module's Serilog of another version must work beside the module's own, whichever comes first.
BeforeAll {
    . $PSScriptRoot/_Import.ps1
    $manifest = (Get-Module NetCmdlets).Path -replace 'dll$', 'psd1'

    # A module that brings an assembly named Serilog, version 2.12.0.0, and uses it.
    $other = Join-Path $TestDrive 'OtherLog'
    New-Item $other -ItemType Directory | Out-Null
    $source = @'
[assembly: System.Reflection.AssemblyVersion("2.12.0.0")]
namespace Serilog
{
    // The real one has these names too, with other members.
    public static class Log
    {
        public static string Version() => typeof(Log).Assembly.GetName().Version.ToString();
    }

    public class LoggerConfiguration
    {
        public string Old() => "old";
    }
}
'@
    # Add-Type gives an assembly a random name; this one must be named Serilog.
    Add-Type -AssemblyName Microsoft.CodeAnalysis.CSharp
    $compilation = [Microsoft.CodeAnalysis.CSharp.CSharpCompilation]::Create(
        'Serilog',
        [Microsoft.CodeAnalysis.SyntaxTree[]]@([Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree]::ParseText($source)),
        [Microsoft.CodeAnalysis.MetadataReference[]]@(
            [Microsoft.CodeAnalysis.MetadataReference]::CreateFromFile([object].Assembly.Location)),
        [Microsoft.CodeAnalysis.CSharp.CSharpCompilationOptions]::new('DynamicallyLinkedLibrary'))
    $made = [Microsoft.CodeAnalysis.FileSystemExtensions]::Emit($compilation, (Join-Path $other 'Serilog.dll'))
    if (-not $made.Success) { throw "$($made.Diagnostics)" }
    Set-Content (Join-Path $other 'OtherLog.psm1') @'
Add-Type -Path (Join-Path $PSScriptRoot 'Serilog.dll')
function Get-OtherLog { "$([Serilog.Log].Assembly.GetName().Name) $([Serilog.Log]::Version()) $([Serilog.LoggerConfiguration]::new().Old())" }
'@

    function Invoke-Child {
        param([scriptblock] $Script, [object[]] $Arguments)
        $output = & ([System.Environment]::ProcessPath) -NoProfile -NonInteractive -Command $Script -args $Arguments
        $LASTEXITCODE | Should -Be 0
        $output
    }
}

Describe 'The log beside another Serilog' {
    It 'works where the other module was imported <Order>' -ForEach @(
        @{ Order = 'first' }
        @{ Order = 'after the log was enabled' }
        @{ Order = 'between the import and the first log' }
    ) {
        $path = Join-Path $TestDrive "$($Order -replace ' ').log"
        $output = Invoke-Child {
            param($Order, $Manifest, $Other, $Path)
            $ErrorActionPreference = 'Stop'
            if ($Order -eq 'first') { Import-Module $Other }
            Import-Module $Manifest
            if ($Order -like 'between*') { Import-Module $Other }
            Enable-NetLog $Path -Format Json | Out-Null
            if ($Order -like 'after*') { Import-Module $Other }
            Get-OtherLog
            Disable-NetLog | Out-Null
            Get-OtherLog
            $loaded = [System.AppDomain]::CurrentDomain.GetAssemblies() |
                Where-Object { $_.GetName().Name -eq 'Serilog' }
            @($loaded).Count
        } -Arguments $Order, $manifest, $other, $path
        $output | Should -Be 'Serilog 2.12.0.0 old', 'Serilog 2.12.0.0 old', 2
        $entry = Get-Content $path | ConvertFrom-Json
        $entry.Event | Should -Be 'Opened'
    }

    It 'loads nothing where nothing is logged' {
        $output = Invoke-Child {
            param($Manifest)
            Import-Module $Manifest
            Get-NetLog | Out-Null
            Disable-NetLog | Out-Null
            Resolve-HostAddress 127.0.0.1 | Out-Null
            $names = [System.AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetName().Name }
            "$($names -contains 'NetCmdlets.Core') $($names -match '^Serilog|^NetCmdlets.Logging')"
        } -Arguments $manifest
        $output | Should -Be 'True '
    }
}
