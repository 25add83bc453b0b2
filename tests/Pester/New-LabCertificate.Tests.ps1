BeforeAll {
    . $PSScriptRoot/_Import.ps1
}

Describe 'New-LabCertificate' {
    It 'makes a server certificate that an authority of its making vouches for' {
        $authority = New-LabCertificate Authority
        $server = New-LabCertificate Server -DnsName web.lab.test, 192.0.2.7 -Issuer $authority
        $server | Should -BeOfType System.Security.Cryptography.X509Certificates.X509Certificate2
        $server.HasPrivateKey | Should -BeTrue
        $server.Subject | Should -Be 'CN=web.lab.test'
        $server.Issuer | Should -Be 'CN=NetCmdlets lab CA'
        $server.MatchesHostname('192.0.2.7') | Should -BeTrue
        $server.MatchesHostname('192.0.2.8') | Should -BeFalse
    }

    It 'takes its issuer from the pipeline and from a path in the session''s location' {
        Push-Location $TestDrive
        try {
            $authority = New-LabCertificate Authority -Path ca
            ($authority | New-LabCertificate Client -Subject alice).Issuer | Should -Be $authority.Subject
            (New-LabCertificate Client -Issuer ./ca.crt).Issuer | Should -Be $authority.Subject
            Get-ChildItem $TestDrive -Name | Sort-Object | Should -Be 'ca-chain.crt', 'ca.crt', 'ca.key'
        }
        finally {
            Pop-Location
        }
    }

    It 'writes files that only their owner reads' -Skip:$IsWindows {
        New-LabCertificate -Path "$TestDrive/private" | Out-Null
        foreach ($file in 'private.crt', 'private.key', 'private-chain.crt') {
            (Get-Item "$TestDrive/$file").UnixMode | Should -Be '-rw-------'
        }
    }

    It 'asks before it writes, and writes nothing with -WhatIf' {
        New-LabCertificate -Path "$TestDrive/whatif" -WhatIf | Should -BeNullOrEmpty
        Test-Path "$TestDrive/whatif.key" | Should -BeFalse
    }

    It 'makes one with <Switch> that fails for that alone' -ForEach @(
        @{ Switch = 'Expired'; Status = 'NotTimeValid' }
        @{ Switch = 'NotYetValid'; Status = 'NotTimeValid' }
        @{ Switch = 'WrongName'; Status = $null }
        @{ Switch = 'Untrusted'; Status = 'PartialChain' }
    ) {
        $authority = New-LabCertificate Authority
        $splat = @{ $Switch = $true }
        $server = New-LabCertificate -Issuer $authority @splat
        $chain = [System.Security.Cryptography.X509Certificates.X509Chain]::new()
        $chain.ChainPolicy.RevocationMode = 'NoCheck'
        $chain.ChainPolicy.TrustMode = 'CustomRootTrust'
        [void] $chain.ChainPolicy.CustomTrustStore.Add($authority)
        $chain.Build($server) | Should -Be ($null -eq $Status)
        $chain.ChainStatus.Status | Should -Be $Status
        $server.MatchesHostname('localhost') | Should -Be ($Switch -ne 'WrongName')
    }

    It 'says <Id> for <Why>' -ForEach @(
        @{ Why = 'switches that exclude each other'; Id = 'InvalidRequest'; Arguments = @{ Expired = $true; NotYetValid = $true } }
        @{ Why = 'an issuer that is not there'; Id = 'FileFailed'; Arguments = @{ Issuer = 'no-such-file.crt' } }
        @{ Why = 'a folder that is not there'; Id = 'FileFailed'; Arguments = @{ Path = 'no-such-folder/server' } }
        @{ Why = 'an issuer that is no certificate'; Id = 'ParameterArgumentTransformationError'; Arguments = @{ Issuer = 5 } }
    ) {
        { New-LabCertificate @Arguments -ErrorAction Stop } | Should -Throw -ErrorId "$Id,*"
    }

    It 'shows names, issuer and end in its table' {
        $table = New-LabCertificate | Format-Table | Out-String -Width 110
        $table | Should -Match 'Subject\s+Names\s+Issuer\s+NotAfter'
        $table | Should -Match 'CN=localhost\s+localhost, 127.0.0.1, ::1\s+CN=localhost\s+\d{4}-\d\d-\d\d'
    }
}
