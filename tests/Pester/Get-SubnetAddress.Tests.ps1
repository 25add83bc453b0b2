BeforeAll {
    . $PSScriptRoot/_Import.ps1
}

Describe 'Get-SubnetAddress' {
    It 'lists <Network> <With> as <Expected>' -ForEach @(
        @{ Network = '10.0.0.0/29'; With = @{}; Expected = '1 2 3 4 5 6' }
        @{ Network = '10.0.0.0/29'; With = @{ All = $true }; Expected = '0 1 2 3 4 5 6 7' }
        @{ Network = '10.0.0.0/31'; With = @{}; Expected = '0 1' }
        @{ Network = '10.0.0.7'; With = @{}; Expected = '7' }
        @{ Network = '10.0.0.2-10.0.0.4'; With = @{}; Expected = '2 3 4' }
        @{ Network = '10.0.0.0/29'; With = @{ Skip = 1; Step = 2 }; Expected = '2 4 6' }
        @{ Network = '10.0.0.0/29'; With = @{ First = 2 }; Expected = '1 2' }
        @{ Network = '10.0.0.0/29'; With = @{ Last = 2 }; Expected = '5 6' }
        @{ Network = '10.0.0.0/29'; With = @{ Index = 0, -1 }; Expected = '1 6' }
    ) {
        $found = Get-SubnetAddress $Network @With
        $found | Should -BeOfType ipaddress
        ($found | ForEach-Object { $_.GetAddressBytes()[3] }) -join ' ' | Should -Be $Expected
    }

    It 'starts at once however many there are' {
        (Get-SubnetAddress ::/0 | Select-Object -First 2).IPAddressToString | Should -Be @('::1', '::2')
        (Get-SubnetAddress 10.0.0.0/8 -Last 1).IPAddressToString | Should -Be '10.255.255.254'
    }

    It 'draws by lot, the same again with the same seed' {
        $first = Get-SubnetAddress 10.0.0.0/8 -Random 20 -Seed 5
        $again = Get-SubnetAddress 10.0.0.0/8 -Random 20 -Seed 5
        $first | Should -Be $again
        ($first | Sort-Object -Unique { $_.ToString() }).Count | Should -Be 20
        (Get-SubnetAddress 10.0.0.0/29 -Random 99).Count | Should -Be 6
    }

    It 'says what is not there and goes on' {
        $result = '10.0.0.0/30', '10.0.0.0/24', 'x' | Get-SubnetAddress -Index 9 -ErrorVariable problems -ErrorAction SilentlyContinue
        $result.IPAddressToString | Should -Be '10.0.0.10'
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'InvalidRequest,*'
        $problems[0].Exception.Message | Should -BeLike '*Give an index from -2 to 1.'
        $problems[1].FullyQualifiedErrorId | Should -BeLike 'InvalidSubnet,*'
    }
}
