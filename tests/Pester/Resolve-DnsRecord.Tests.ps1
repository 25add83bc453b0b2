BeforeAll {
    . $PSScriptRoot/_Import.ps1

    # A name server of this module's own: it answers 'a.test' with two MX records, and all else with NXDOMAIN. A
    # response is the query with other flags and counts, without its OPT record, and with the records behind it.
    $script:server = Start-UdpServer -Handler {
        $query = [byte[]]$_
        $end = 12
        while ($query[$end] -ne 0) { $end += $query[$end] + 1 }
        $end += 5
        $name = [Text.Encoding]::ASCII.GetString($query, 12, $end - 12)
        $reply = [Collections.Generic.List[byte]]::new([byte[]]$query[0..($end - 1)])
        $reply[2] = 0x85
        $reply[11] = 0
        if ($name -match 'a\W+test') {
            $reply[3] = 0x80
            $reply[7] = 2
            foreach ($preference in 10, 20) {
                # Pointer to the question, type, class, TTL 60, length 6, preference, 'm' and a pointer to 'a.test'.
                $reply.AddRange([byte[]](0xC0, 12, 0, 15, 0, 1, 0, 0, 0, 60, 0, 6, 0, $preference, 1, 109, 0xC0, 12))
            }
        }
        else {
            $reply[3] = 0x83
        }
        , $reply.ToArray()
    }
    $script:address = "127.0.0.1:$($server.Port)"
}

AfterAll {
    $server | Stop-NetServer
}

Describe 'Resolve-DnsRecord' {
    It 'emits typed records' {
        $found = Resolve-DnsRecord a.test -Type MX -Server $address
        $found.Count | Should -Be 2
        $found[0].PSObject.TypeNames | Should -Contain 'NetCmdlets.DnsRecord'
        $found.Preference | Should -Be 10, 20
        $found.Host | Should -Be 'm.a.test', 'm.a.test'
        $found[0].Data | Should -Be '10 m.a.test.'
        $found[0].TimeToLive | Should -Be ([timespan]'00:01:00')
        $found[0].Section | Should -Be 'Answer'
        "$($found[0].Server)" | Should -Be $address
    }

    It 'has the host or address that a record leads to as its text' {
        (Resolve-DnsRecord a.test -Type MX -Server $address | ForEach-Object { "$_" }) |
            Should -Be 'm.a.test', 'm.a.test'
    }

    It 'takes names from the pipeline and by property name' {
        ('a.test', 'a.test' | Resolve-DnsRecord -Type MX -Server $address).Count | Should -Be 4
        ([pscustomobject]@{ ComputerName = 'a.test' } | Resolve-DnsRecord -Type MX -Server $address).Count |
            Should -Be 2
    }

    It 'reports a name that does not exist once and goes on' {
        $found = 'no.test', 'a.test' |
            Resolve-DnsRecord -Type MX, TXT -Server $address -ErrorVariable failure -ErrorAction SilentlyContinue
        $found.Question | Select-Object -Unique | Should -Be 'a.test'
        $failure.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'NameNotFound,NetCmdlets.Commands.ResolveDnsRecordCommand'
        $failure[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $failure[0].TargetObject | Should -Be 'no.test'
    }

    It 'tells on the verbose stream of a network what has no name' {
        $said = Resolve-DnsRecord 192.0.2.0/30 -Server $address -Verbose -ErrorAction Stop 4>&1
        $said.Count | Should -Be 2
        "$said" | Should -Match '1\.2\.0\.192\.in-addr\.arpa'
    }

    It 'is shown as a table that fits 100 columns' {
        $lines = Resolve-DnsRecord a.test MX -Server $address | Format-Table | Out-String -Width 100 -Stream |
            Where-Object { $_ }
        $lines[0] | Should -Match '^Name\s+Type\s+TTL Section\s+Data'
        $lines[2] | Should -Match '^a\.test\s+MX\s+60 Answer\s+10 m\.a\.test\.\s*$'
    }

    It 'survives a trip through CLIXML' {
        $file = Join-Path $TestDrive 'records.xml'
        Resolve-DnsRecord a.test -Type MX -Server $address | Export-Clixml $file
        $read = Import-Clixml $file
        $read.Preference | Should -Be 10, 20
        $read[1].Data | Should -Be '20 m.a.test.'
        $read[0].TimeToLive.TotalSeconds | Should -Be 60
    }

    It 'transfers a zone, and stops where the rest is not wanted' {
        # Each question is answered with the zone's SOA, two addresses and the SOA again.
        $zone = Start-TcpServer -Framing LengthPrefix -PrefixBytes 2 -AsByteStream -Handler {
            $query = [byte[]]$_
            $soa = [byte[]](0xC0, 12, 0, 6, 0, 1, 0, 0, 0, 60, 0, 24, 0xC0, 12, 0xC0, 12) + [byte[]]::new(20)
            $one, $two = 1, 2 | ForEach-Object { , [byte[]](0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, $_) }
            , [byte[]]($query[0..1] + 0x84, 0, 0, 1, 0, 4, 0, 0, 0, 0 + $query[12..($query.Count - 1)] +
                $soa + $one + $two + $soa)
        }
        try {
            $found = Resolve-DnsRecord a.test AXFR -Server "127.0.0.1:$($zone.Port)"
            $found.Type | Should -Be SOA, A, A, SOA
            $found[1..2].Data | Should -Be 192.0.2.1, 192.0.2.2
            # Records of addresses go on as addresses.
            $found[1..2] | Get-IPAddressInfo | ForEach-Object Address | Should -Be 192.0.2.1, 192.0.2.2
            $found[1..2] | Test-SubnetMember -Network 192.0.2.2/31 | Should -Be $false, $true
            $found[1..2] | Find-HostRoute -Table 'default via 192.0.2.9' | ForEach-Object { "$($_.Address)" } |
                Should -Be 192.0.2.1, 192.0.2.2
            $first = Resolve-DnsRecord a.test AXFR -Server "127.0.0.1:$($zone.Port)" | Select-Object -First 1
            $first.Type | Should -Be SOA
        }
        finally {
            $zone | Stop-NetServer
        }
    }

    It 'completes types' {
        $text = 'Resolve-DnsRecord x -Type DN'
        $words = (TabExpansion2 $text $text.Length).CompletionMatches.CompletionText
        $words | Should -Be 'DNAME', 'DNSKEY'
    }

    It 'ends the command for <Parameter> <Value>: <ErrorId>' -ForEach @(
        @{ Parameter = 'Type'; Value = 'IXFR'; ErrorId = 'InvalidRequest' }
        @{ Parameter = 'Type'; Value = 'NOPE'; ErrorId = 'InvalidRequest' }
        @{ Parameter = 'Server'; Value = 'no-such-host.invalid'; ErrorId = 'NameNotFound' }
        @{ Parameter = 'Server'; Value = '127.0.0.1:x y'; ErrorId = 'InvalidPort' }
        @{ Parameter = 'TimeoutSeconds'; Value = 0; ErrorId = 'ParameterArgumentValidationError' }
        @{ Parameter = 'ThrottleLimit'; Value = 0; ErrorId = 'ParameterArgumentValidationError' }
    ) {
        $arguments = @{ Name = 'a.test'; Server = $address }
        $arguments[$Parameter] = $Value
        { Resolve-DnsRecord @arguments } |
            Should -Throw -ErrorId "$ErrorId,NetCmdlets.Commands.ResolveDnsRecordCommand"
    }
}

Describe 'Resolve-HostAddress -Server' {
    It 'asks the server and not the system' {
        { Resolve-HostAddress localhost -Server $address -ErrorAction Stop } |
            Should -Throw -ErrorId 'NameNotFound,NetCmdlets.Commands.ResolveHostAddressCommand'
    }
}
