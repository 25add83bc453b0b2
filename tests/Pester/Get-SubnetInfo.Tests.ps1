BeforeAll {
    . $PSScriptRoot/_Import.ps1
}

Describe 'Get-SubnetInfo' {
    It 'dissects 192.168.1.152 and 255.255.255.0' {
        $info = Get-SubnetInfo 192.168.1.152 255.255.255.0
        $info | Should -BeOfType NetCmdlets.SubnetInfo
        $info.Cidr | Should -Be '192.168.1.0/24'
        $info.NetworkAddress | Should -Be '192.168.1.0'
        $info.BroadcastAddress | Should -Be '192.168.1.255'
        $info.HostCount | Should -Be 254
        $info.Class | Should -Be 'C'
        $info.AddressBinary | Should -Be '11000000.10101000.00000001.|10011000'
        $info.SpecialPurposeRfc | Should -Be 'RFC 1918'
    }

    It 'takes <Text> as <Cidr>' -ForEach @(
        @{ Text = '192.168.1.152/24'; Cidr = '192.168.1.0/24' }
        @{ Text = '192.168.1.152 255.255.255.0'; Cidr = '192.168.1.0/24' }
        @{ Text = '192.168.1.152/0.0.0.255'; Cidr = '192.168.1.0/24' }
        @{ Text = ' 10.1.2.3 '; Cidr = '10.0.0.0/8' }
        @{ Text = '2001:db8:0:1::42/64'; Cidr = '2001:db8:0:1::/64' }
        @{ Text = '::1'; Cidr = '::1/128' }
    ) {
        (Get-SubnetInfo $Text).Cidr | Should -Be $Cidr
        ($Text | Get-SubnetInfo).Cidr | Should -Be $Cidr
    }

    It 'takes addresses, its own results and records' {
        $inputs = @(
            [ipaddress]'10.1.2.3'
            [NetCmdlets.SubnetInfo]'10.0.0.5/16'
            [pscustomobject]@{ Address = '10.1.2.3'; PrefixLength = 22 }
            [pscustomobject]@{ IPAddress = '10.1.2.3'; SubnetMask = '255.255.0.0' }
            [pscustomobject]@{ Cidr = '192.0.2.0/25' }
        )
        ($inputs | Get-SubnetInfo).Cidr | Should -Be @(
            '10.0.0.0/8', '10.0.0.0/16', '10.1.0.0/22', '10.1.0.0/16', '192.0.2.0/25')
    }

    It 'takes interfaces, addresses that were resolved, and routes' {
        (Get-HostInterface lo | Get-SubnetInfo).Cidr | Should -Contain '127.0.0.0/8'
        (Resolve-HostAddress 127.0.0.1 | Get-SubnetInfo).Cidr | Should -Be '127.0.0.0/8'
        (Find-HostRoute 10.1.2.3 -Table '10.1.0.0/16 dev eth0' | Get-SubnetInfo).Cidr | Should -Be '10.1.0.0/16'
        "$(Get-HostInterface lo)" | Should -Be 'lo'
        (Resolve-HostAddress 127.0.0.1 | Get-IPAddressInfo).Address | Should -Be '127.0.0.1'
    }

    It 'takes many networks as an argument' {
        (Get-SubnetInfo 10.0.0.0/8, 172.16.0.0/12).PrefixLength | Should -Be @(8, 12)
    }

    It 'has no broadcast address for IPv6, and null for what is absent' {
        $info = Get-SubnetInfo 2606:4700::/32
        $info.BroadcastAddress | Should -BeNullOrEmpty
        $info.Class | Should -BeNullOrEmpty
        $info.SpecialPurpose | Should -BeNullOrEmpty
        $info.HostCount | Should -Be ([bigint]::Pow(2, 96) - 1)
    }

    It 'says what is wrong with <Text> and goes on' -ForEach @(
        @{ Text = '300.1.2.3/24'; Words = '*octet 300 is over 255*' }
        @{ Text = '10.0.0.0/33'; Words = '*prefix length 33 is over 32*' }
        @{ Text = '10.0.0.0/255.0.255.0'; Words = '*mask 255.0.255.0 has holes*' }
        @{ Text = ''; Words = '*it is empty*' }
    ) {
        $result = $Text, '10.0.0.0/8' | Get-SubnetInfo -ErrorVariable problems -ErrorAction SilentlyContinue
        $result.Cidr | Should -Be '10.0.0.0/8'
        $problems.Count | Should -Be 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'InvalidSubnet,*'
        $problems[0].CategoryInfo.Category | Should -Be 'InvalidArgument'
        $problems[0].Exception.Message | Should -BeLike $Words
    }

    It 'survives Export-Clixml and comes back in' {
        $path = Join-Path $TestDrive 'subnet.xml'
        Get-SubnetInfo 192.168.1.152/24 | Export-Clixml $path
        $copy = Import-Clixml $path
        $copy.NetworkAddress | Should -Be '192.168.1.0'
        $copy.SpecialPurpose | Should -Be 'Private-Use'
        ($copy | Get-SubnetInfo).Address | Should -Be '192.168.1.152'
    }

    It 'sorts by network' {
        (Get-SubnetInfo 10.10.0.0/16, 10.9.0.0/16, 10.0.0.0/8 | Sort-Object).Cidr | Should -Be @(
            '10.0.0.0/8', '10.9.0.0/16', '10.10.0.0/16')
    }

    It 'completes masks' {
        $line = 'Get-SubnetInfo 10.0.0.1 255.255.25'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain '255.255.252.0'
    }

    It 'shows a table within 100 columns' {
        $table = Get-SubnetInfo 192.168.1.152/24, 2001:db8:0:1::42/64 | Out-String -Width 100
        $table | Should -Match '192\.168\.1\.0/24 +255\.255\.255\.0 +192\.168\.1\.1 +192\.168\.1\.254 +254 +Private-Use'
    }
}
