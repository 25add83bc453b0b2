BeforeAll {
    . $PSScriptRoot/_Import.ps1
    $base = (Get-Module NetCmdlets).ModuleBase
    $builder = Join-Path $PSScriptRoot '../../src/NetCmdlets.ModuleBuilder'
    $pwsh = [System.Environment]::ProcessPath

    function Invoke-Target {
        param([string] $Target, [string] $Property)
        $said = & dotnet build $builder -c Release --nologo -v quiet -nodeReuse:false "-t:$Target" "-p:$Property" 2>&1
        $LASTEXITCODE | Should -Be 0 -Because "$said"
    }

    # What a new session sees of the module in a folder: version, number of cmdlets, and that one of them works.
    function Get-SeenModule {
        param([string] $Folder)
        $script = {
            param($Folder)
            $env:PSModulePath = $Folder
            Import-Module NetCmdlets -ErrorAction Stop
            $module = Get-Module NetCmdlets
            $address = @(Resolve-HostAddress localhost -IPv4)[0].Address
            "$($module.Version)|$($module.ExportedCmdlets.Count)|$address|$($module.ModuleBase)"
        }
        (& $pwsh -NoProfile -NonInteractive -Command "& { $script } '$Folder'") -split '\|'
    }
}

Describe 'Install' {
    It 'puts a module that a new session finds by name into a folder of modules' {
        $root = Join-Path $TestDrive 'modules'
        Invoke-Target InstallModule "ModuleInstallRoot=$root"
        $version, $count, $address, $place = Get-SeenModule $root
        $version | Should -Be (Split-Path $base -Leaf)
        $count | Should -Be (Get-Module NetCmdlets).ExportedCmdlets.Count
        $address | Should -Be '127.0.0.1'
        $place | Should -Be (Join-Path $root "NetCmdlets/$version")
        Get-ChildItem $place -Recurse -File | ForEach-Object { [IO.Path]::GetRelativePath($place, $_) } | Sort-Object |
            Should -Be (Get-ChildItem $base -Recurse -File |
                ForEach-Object { [IO.Path]::GetRelativePath($base, $_) } | Sort-Object)
    }

    It 'leaves nothing of an older build behind' {
        $root = Join-Path $TestDrive 'modules'
        $stray = Join-Path $root "NetCmdlets/$(Split-Path $base -Leaf)/stray.ps1xml"
        $null = New-Item $stray -Force
        Invoke-Target InstallModule "ModuleInstallRoot=$root"
        $stray | Should -Not -Exist
    }
}

Describe 'Package' {
    It 'makes a package whose content is the module' {
        $packages = Join-Path $TestDrive 'packages'
        Invoke-Target PackageModule "ModulePackageFolder=$packages"
        $package = Get-ChildItem $packages -Filter '*.nupkg'
        $package.Name | Should -Be "NetCmdlets.$(Split-Path $base -Leaf).nupkg"

        $folder = Join-Path $TestDrive "unpacked/NetCmdlets/$(Split-Path $base -Leaf)"
        [IO.Compression.ZipFile]::ExtractToDirectory($package.FullName, $folder)
        $version, $count, $address, $null = Get-SeenModule (Join-Path $TestDrive 'unpacked')
        $version | Should -Be (Split-Path $base -Leaf)
        $count | Should -Be (Get-Module NetCmdlets).ExportedCmdlets.Count
        $address | Should -Be '127.0.0.1'

        $metadata = ([xml](Get-Content (Join-Path $folder 'NetCmdlets.nuspec') -Raw)).package.metadata
        $metadata.id | Should -Be 'NetCmdlets'
        $metadata.tags -split ' ' | Should -Contain 'PSModule'
        Get-ChildItem $folder -Recurse -Filter 'System.*.dll' | Should -BeNullOrEmpty
    }
}
