# Imports the module under test: the one whose manifest NETCMDLETS_MODULE names, or the newest that a build laid out.
# Every test file runs this first, in BeforeAll.
$manifest = $env:NETCMDLETS_MODULE
if (-not $manifest) {
    $root = Join-Path $PSScriptRoot '../../out/NetCmdlets'
    $newest = Get-ChildItem $root -Directory -ErrorAction Ignore |
        Sort-Object { [version]$_.Name } -Descending |
        Select-Object -First 1
    if (-not $newest) {
        throw "There is no module in $root. Build one first: dotnet build src/NetCmdlets.ModuleBuilder -c Release"
    }
    $manifest = Join-Path $newest.FullName 'NetCmdlets.psd1'
}

$manifest = (Resolve-Path $manifest).ProviderPath
$loaded = Get-Module NetCmdlets
if (-not $loaded -or $loaded.ModuleBase -ne (Split-Path $manifest)) {
    Get-Module NetCmdlets | Remove-Module -Force
    Import-Module $manifest -ErrorAction Stop
}
