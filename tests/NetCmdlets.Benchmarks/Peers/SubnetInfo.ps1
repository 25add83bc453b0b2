# Get-SubnetInfo over the networks of a file, piped. Prints the milliseconds of three ways, one a line: the objects
# alone, the objects with every property read, and the objects as CSV.
param([string] $Path)
$ErrorActionPreference = 'Stop'
Import-Module $env:NETCMDLETS_MODULE
$networks = [System.IO.File]::ReadAllLines($Path)
# What is compiled at the first use is not what is measured; Python's modules are compiled by then too.
$null = $networks | Select-Object -First 100 | Get-SubnetInfo | ConvertTo-Csv

function Measure-Work {
    param([scriptblock] $Work)
    [GC]::Collect()
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $results = & $Work
    $elapsed = $watch.Elapsed.TotalMilliseconds
    if (@($results).Count -lt $networks.Count) { throw "$(@($results).Count) results of $($networks.Count)." }
    $elapsed.ToString([cultureinfo]::InvariantCulture)
}

Measure-Work { $networks | Get-SubnetInfo }
Measure-Work {
    $all = $networks | Get-SubnetInfo
    foreach ($info in $all) {
        $null = $info.Cidr; $null = $info.Address; $null = $info.NetworkAddress; $null = $info.BroadcastAddress;
        $null = $info.PrefixLength; $null = $info.SubnetMask; $null = $info.WildcardMask; $null = $info.FirstHost;
        $null = $info.LastHost; $null = $info.HostCount; $null = $info.AddressCount; $null = $info.AddressFamily;
        $null = $info.Class; $null = $info.Scope; $null = $info.SpecialPurpose; $null = $info.AddressBinary;
        $null = $info.MaskBinary; $null = $info.NetworkBinary; $null = $info.ReverseZone
    }
    $all
}
Measure-Work { $networks | Get-SubnetInfo | ConvertTo-Csv }
