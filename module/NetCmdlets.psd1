# Filled in by the build: the version, and every export by its name.
@{
    RootModule           = 'NetCmdlets.dll'
    ModuleVersion        = '0.0.0'
    GUID                 = '7c1b5d1e-6f0e-4e0a-9d0c-5b9a3f1e2d64'
    Author               = 'NetCmdlets contributors'
    CompanyName          = 'NetCmdlets contributors'
    Copyright            = '(c) NetCmdlets contributors. MIT licence.'
    Description          = 'Networking cmdlets over one socket core: servers, clients, probes, names and subnets.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('NetCmdlets.Format.ps1xml')
    TypesToProcess       = @('NetCmdlets.Types.ps1xml')
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @('@AliasesToExport@')
    CmdletsToExport      = @(
        '@CmdletsToExport@'
    )
    PrivateData          = @{
        PSData = @{
            Prerelease = '@Prerelease@'
            Tags       = @('Network', 'TCP', 'UDP', 'DNS', 'Subnet', 'Server', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
        }
    }
}
