BeforeAll {
    . $PSScriptRoot/_Import.ps1
}

Describe 'Split-Subnet' {
    It 'splits by prefix length' {
        (Split-Subnet 192.168.0.0/24 26).Cidr | Should -Be @(
            '192.168.0.0/26', '192.168.0.64/26', '192.168.0.128/26', '192.168.0.192/26')
    }

    It 'splits into at least so many' {
        (Split-Subnet 10.0.0.0/8 -Count 3).PrefixLength | Should -Be @(10, 10, 10, 10)
        (Split-Subnet 10.0.0.0/8 -Count 1).Cidr | Should -Be '10.0.0.0/8'
    }

    It 'splits by hosts and tells what is left' {
        $parts = Split-Subnet 192.168.0.0/24 -HostCount 2, 100, 50
        $parts.Cidr[0..2] | Should -Be @('192.168.0.0/25', '192.168.0.128/26', '192.168.0.192/31')
        $parts.RequestedHostCount[0..2] | Should -Be @(100, 50, 2)
        $parts[3..($parts.Count - 1)].RequestedHostCount | Should -Be @(0, 0, 0, 0, 0)
        ($parts.AddressCount | Measure-Object -Sum).Sum | Should -Be 256
        $parts | Out-String -Width 100 | Should -Match 'Requested'
    }

    It 'leaves out networks and ranges' {
        (Split-Subnet 10.0.0.0/24 -Exclude 10.0.0.0/26, 10.0.0.64-10.0.0.127).Cidr | Should -Be '10.0.0.128/25'
    }

    It 'starts at once however many there are' {
        (Split-Subnet 10.0.0.0/8 32 | Select-Object -First 3).Cidr | Should -Be @(
            '10.0.0.0/32', '10.0.0.1/32', '10.0.0.2/32')
        (Split-Subnet ::/0 128 | Select-Object -First 1).Cidr | Should -Be '::/128'
    }

    It 'refuses what does not fit and goes on' {
        $result = '10.0.0.0/30', '10.0.0.0/24' | Split-Subnet -HostCount 60 -ErrorVariable problems -ErrorAction SilentlyContinue
        $result[0].Cidr | Should -Be '10.0.0.0/26'
        $problems.Count | Should -Be 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'InvalidSubnet,*'
        $problems[0].Exception.Message | Should -BeLike '*has 4 addresses*take 64*'
        { Split-Subnet 10.0.0.0/8 7 -ErrorAction Stop } | Should -Throw '*cannot be split into /7*'
    }

    It 'ends at a hole that is no network' {
        { Split-Subnet 10.0.0.0/8 -Exclude x } | Should -Throw -ErrorId 'InvalidSubnet,*'
    }
}
