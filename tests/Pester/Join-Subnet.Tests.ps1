BeforeAll {
    . $PSScriptRoot/_Import.ps1
}

Describe 'Join-Subnet' {
    It 'joins what touches, in any order and both families' {
        ('10.0.1.0/24', '::8000:0:0:0/65', '10.0.0.0/24', '::/65' | Join-Subnet).Cidr | Should -Be @('10.0.0.0/23', '::/64')
    }

    It 'makes networks of a range' {
        (Join-Subnet 10.0.0.1-10.0.0.9).Cidr | Should -Be @('10.0.0.1/32', '10.0.0.2/31', '10.0.0.4/30', '10.0.0.8/31')
    }

    It 'takes the subnets that Split-Subnet made' {
        (Split-Subnet 10.0.0.0/16 24 | Sort-Object { Get-Random } | Join-Subnet).Cidr | Should -Be '10.0.0.0/16'
    }

    It 'finds the network that holds all' {
        (Join-Subnet 10.0.0.0/24, 10.0.9.0/24, 2001:db8::1 -Supernet).Cidr | Should -Be @('10.0.0.0/20', '2001:db8::1/128')
    }

    It 'leaves out what is no network, and says so' {
        $result = Join-Subnet 10.0.0.0/24, 10.0.0.9-10.0.0.1, 10.0.1.0/24 -ErrorVariable problems -ErrorAction SilentlyContinue
        $result.Cidr | Should -Be '10.0.0.0/23'
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'InvalidSubnet,*'
        $problems[0].Exception.Message | Should -BeLike '*from its lowest address to its highest*'
    }
}
