BeforeAll {
    . $PSScriptRoot/_Import.ps1
}

Describe 'Test-SubnetMember' {
    It 'tells true and false for each address' {
        $result = '10.1.2.3', '11.0.0.1', [ipaddress]'::1' | Test-SubnetMember -Network 10.0.0.0/8, ::/96
        $result | Should -Be @($true, $false, $true)
        $result[0] | Should -BeOfType bool
    }

    It 'tells the longest match with -PassThru' {
        $result = '10.1.2.3', '10.9.9.9', '8.8.8.8' | Test-SubnetMember -Network 10.0.0.0/8, 10.1.0.0/16 -PassThru
        $result | Should -BeOfType NetCmdlets.SubnetMembership
        $result.Network | Should -Be @('10.1.0.0/16', '10.0.0.0/8', $null)
        $result.IsMember | Should -Be @($true, $true, $false)
    }

    It 'looks in ranges and in results of other cmdlets' {
        Test-SubnetMember 10.0.0.9 10.0.0.1-10.0.0.9 | Should -BeTrue
        Test-SubnetMember 10.0.0.10 10.0.0.1-10.0.0.9 | Should -BeFalse
        Get-IPAddressInfo 10.0.0.1 | Test-SubnetMember -Network (Get-SubnetInfo 10.0.0.0/8) | Should -BeTrue
    }

    It 'takes an address without a mask in -Network as itself' {
        Test-SubnetMember 10.0.0.2 10.0.0.1 | Should -BeFalse
    }

    It 'goes on after what is no address, and ends at what is no network' {
        $result = 'x', '10.0.0.0/8', '10.0.0.1' | Test-SubnetMember -Network 10.0.0.0/8 -ErrorVariable problems -ErrorAction SilentlyContinue
        $result | Should -BeTrue
        $problems.FullyQualifiedErrorId | Should -BeLike 'InvalidAddress,*'
        $problems[1].Exception.Message | Should -BeLike '*is a network, not one address*'
        { Test-SubnetMember 10.0.0.1 10.0.0.0/33 } | Should -Throw -ErrorId 'InvalidSubnet,*'
    }
}
