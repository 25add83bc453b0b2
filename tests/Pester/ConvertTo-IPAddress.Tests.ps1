BeforeAll {
    . $PSScriptRoot/_Import.ps1
}

Describe 'ConvertTo-IPAddress' {
    It 'makes <Expected> of <Text>' -ForEach @(
        @{ Text = 3232235928; Expected = '192.168.1.152' }
        @{ Text = '3232235928'; Expected = '192.168.1.152' }
        @{ Text = [bigint]::Pow(2, 128) - 1; Expected = 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff' }
        @{ Text = '0xC0A80198'; Expected = '192.168.1.152' }
        @{ Text = '11000000.10101000.00000001.10011000'; Expected = '192.168.1.152' }
        @{ Text = '152.1.168.192.in-addr.arpa'; Expected = '192.168.1.152' }
        @{ Text = [ipaddress]'::1'; Expected = '::1' }
        @{ Text = '[2001:db8::1]'; Expected = '2001:db8::1' }
        @{ Text = 'fe80::1%7'; Expected = 'fe80::1%7' }
    ) {
        $Text | ConvertTo-IPAddress | Should -BeOfType ipaddress
        ($Text | ConvertTo-IPAddress).ToString() | Should -Be $Expected
    }

    It 'takes bytes and lists as an argument' {
        (ConvertTo-IPAddress ([byte[]](192, 168, 1, 152))).IPAddressToString | Should -Be '192.168.1.152'
        (ConvertTo-IPAddress ([ipaddress]'2001:db8::1').GetAddressBytes()).IPAddressToString | Should -Be '2001:db8::1'
        (ConvertTo-IPAddress 1, 2).IPAddressToString | Should -Be @('0.0.0.1', '0.0.0.2')
    }

    It 'makes IPv6 addresses of small numbers where asked to' {
        (ConvertTo-IPAddress 1 -IPv6).IPAddressToString | Should -Be '::1'
    }

    It 'refuses <Text> and goes on' -ForEach @(
        @{ Text = 'nope' }, @{ Text = -1 }, @{ Text = '1.2.3' }, @{ Text = [bigint]::Pow(2, 128) }, @{ Text = '' }
    ) {
        $result = $Text, '::1' | ConvertTo-IPAddress -ErrorVariable problems -ErrorAction SilentlyContinue
        $result.IPAddressToString | Should -Be '::1'
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'InvalidAddress,*'
        $problems[0].Exception.Message | Should -Match 'Write an address'
    }

    It 'refuses bytes that are not 4 or 16' {
        { ConvertTo-IPAddress ([byte[]](1, 2, 3, 4, 5)) -ErrorAction Stop } | Should -Throw '*5 bytes*'
    }
}
