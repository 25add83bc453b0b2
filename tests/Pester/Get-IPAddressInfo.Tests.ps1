BeforeAll {
    . $PSScriptRoot/_Import.ps1
}

Describe 'Get-IPAddressInfo' {
    It 'tells every form of an address' {
        $info = Get-IPAddressInfo 192.168.1.152
        $info | Should -BeOfType NetCmdlets.AddressInfo
        $info.Integer | Should -Be 3232235928
        $info.Hex | Should -Be '0xc0a80198'
        $info.Binary | Should -Be '11000000.10101000.00000001.10011000'
        $info.ReversePointer | Should -Be '152.1.168.192.in-addr.arpa'
        $info.Class | Should -Be 'C'
        $info.ClassMask | Should -Be '255.255.255.0'
        $info.SpecialPurposeRfc | Should -Be 'RFC 1918'
    }

    It 'finds what is inside an IPv6 address' {
        (Get-IPAddressInfo 2001:0:4136:e378:8000:63bf:3fff:fdd2).TeredoClient | Should -Be '192.0.2.45'
        (Get-IPAddressInfo 2002:c000:201::).SixToFour | Should -Be '192.0.2.1'
        (Get-IPAddressInfo ::ffff:192.0.2.1).Ipv4Mapped | Should -Be '192.0.2.1'
        (Get-IPAddressInfo 64:ff9b::c000:221).Nat64 | Should -Be '192.0.2.33'
        (Get-IPAddressInfo fe80::211:22ff:fe33:4455%eth0).HardwareAddress | Should -Be '00:11:22:33:44:55'
    }

    It 'takes addresses, records, and the scope of a link' {
        ([ipaddress]'10.0.0.1', [pscustomobject]@{ IPAddress = '10.0.0.2' } | Get-IPAddressInfo).Compressed | Should -Be @(
            '10.0.0.1', '10.0.0.2')
        (Get-IPAddressInfo fe80::1%eth0).ScopeId | Should -Be 'eth0'
        (Get-IPAddressInfo fe80::1%eth0).Address | Should -Be 'fe80::1%eth0'
    }

    It 'leaves null what is absent' {
        $info = Get-IPAddressInfo 2002::1
        $info.IsGlobal | Should -BeNullOrEmpty
        $null -eq $info.IsGlobal | Should -BeTrue
        $null -eq $info.Class | Should -BeTrue
        (Get-IPAddressInfo 8.8.8.8).IsGlobal | Should -BeTrue
    }

    It 'says what is wrong with <Text> and goes on' -ForEach @(
        @{ Text = '1.2.3.256'; Words = '*octet 256 is over 255*' }
        @{ Text = '1.2.3.04'; Words = '*leading zero*' }
        @{ Text = '1::2::3'; Words = "*'::' may stand in it only once*" }
        @{ Text = '10.0.0.0/8'; Words = '*is a network, not one address*' }
    ) {
        $result = $Text, '::1' | Get-IPAddressInfo -ErrorVariable problems -ErrorAction SilentlyContinue
        $result.Address | Should -Be '::1'
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'InvalidAddress,*'
        $problems[0].Exception.Message | Should -BeLike $Words
    }

    It 'survives Export-Clixml' {
        $path = Join-Path $TestDrive 'address.xml'
        Get-IPAddressInfo 192.168.1.152 | Export-Clixml $path
        $copy = Import-Clixml $path
        $copy.SpecialPurpose | Should -Be 'Private-Use'
        ($copy | Get-IPAddressInfo).Compressed | Should -Be '192.168.1.152'
    }
}
