namespace NetCmdlets.Interop.Tests.Names;

/// <summary>The zones that named serves to the tests.</summary>
internal static class ZoneText
{
    /// <summary>A name that is as long as names can be in the zone big.test, of labels as long as can be.</summary>
    public static string Long { get; } = string.Join('.', new string('a', 63), new string('b', 63), new string('c', 63))
        + "." + new string('d', 52);

    /// <summary>A record of every type, and names and texts that need escapes. Also the zone of 192.0.2.0/24.</summary>
    public static string Plain => """
        $TTL 3600
        @ IN SOA ns1.plain.test. host\.master.plain.test. ( 4294967295 7200 900 1209600 300 )
          NS ns1.plain.test.
          NS ns2.plain.test.
          MX 10 mail.plain.test.
          MX 20 .
          TXT "v=spf1 -all" "second string"
          CAA 0 issue "ca.example; account=7"
          CAA 128 iodef "mailto:a@plain.test"
        ns1 A 192.0.2.1
        ns2 AAAA 2001:db8::2
        mail A 192.0.2.3
          AAAA 2001:db8::3
        mapped AAAA ::ffff:192.0.2.7
        compat AAAA ::192.0.2.7
        isatap AAAA fe80::5efe:c000:207
        zeros AAAA 2001:db8:0:0:1:0:0:1
        www 60 CNAME mail
        chain CNAME www
        dangling CNAME nowhere.plain.test.
        tree DNAME other.test.
        7 PTR host7.plain.test.
        8 PTR host8.plain.test.
          PTR alias8.plain.test.
        text TXT "quote \" back\\slash semi;colon"
          TXT "tab\009bell\007 high\200\255"
          TXT "gr\195\188n"
          TXT ""
        spf SPF "v=spf1 a -all"
        _sip._tcp SRV 10 60 5060 sip.plain.test.
          SRV 20 0 5061 .
        naptr NAPTR 100 50 "s" "http+I2L+I2C+I2R" "" _http._tcp.plain.test.
          NAPTR 100 51 "u" "E2U+sip" "!^.*$!sip:info@plain.test!" .
        hinfo HINFO "Intel x86" "Debian"
        rp RP admin.plain.test. text.plain.test.
        minfo MINFO a.plain.test. b.plain.test.
        afsdb AFSDB 1 afs.plain.test.
        kx KX 10 kx.plain.test.
        loc LOC 42 21 54.000 N 71 06 18.000 W -24.00m 30m 10000m 10m
          LOC 0 0 0.001 S 0 0 0.000 E 0.50m 0.01m 1m 90000000m
        ds DS 60485 5 1 2BB183AF5F22588179A53B0A98631FAD1A292118
        cds CDS 12345 13 2 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF
        _443._tcp TLSA 3 1 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
        smime SMIMEA 3 0 2 ( 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
            0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef )
        ssh SSHFP 4 2 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
        uri URI 10 1 "https://plain.test/a\"b"
        cdnskey CDNSKEY 257 3 13 (
            GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYbcB7wNcP+e+MAnLr+Wi9xMWyQLc8NAA== )
        svc SVCB 0 other.plain.test.
        https HTTPS 1 . alpn="h2,h3" port=8443 ipv4hint=192.0.2.1,192.0.2.2 ipv6hint=2001:db8::1
          HTTPS 2 alt.plain.test. mandatory=alpn,port alpn=h2 no-default-alpn port=53 key667="hel\\lo\001"
        old MB mail
          MG mail
          MR mail
          RT 10 mail
          PX 10 map822 mapx400
          X25 311061700956
          ISDN "150862028003217" "004"
          GPOS -32.6882 116.8652 10.0
          TYPE10 \# 3 010203
          KEY 256 3 8 AQNRU3mG7TVTO2BkR47usntb102uFJtugbo6BSGvgqt4AQ==
        more CERT PGP 1 5 aGVsbG8gd29ybGQ=
          CERT 253 65535 RSASHA256 aGVsbG8gd29ybGRoZWxsbyB3b3JsZGhlbGxvIHdvcmxkaGVsbG8gd29ybGRoZWxsbyB3b3JsZA==
          CERT OID 1 PRIVATEDNS aGVsbG8gd29ybGQ=
          CERT 65280 65535 99 aGVsbG8gd29ybGQ=
          OPENPGPKEY aGVsbG8gd29ybGRoZWxsbyB3b3JsZGhlbGxvIHdvcmxkaGVsbG8gd29ybGRoZWxsbyB3b3JsZA==
          CSYNC 66 3 A NS AAAA
          EUI48 00-00-5e-00-53-2a
          EUI64 00-00-5e-ef-10-00-00-2a
          DHCID AAIBY2/AuCccgoJbsaxcQc9TUapptP69lOjxfNuVAA2kjEA=
          APL 1:192.168.32.0/21 !1:192.168.38.0/28 2:2001:db8::/32 1:0.0.0.0/0
          APL
          IPSECKEY 10 0 2 . AQNRU3mG7TVTO2BkR47usntb102uFJtugbo6BSGvgqt4AQ==
          IPSECKEY 10 1 2 192.0.2.38 AQNRU3mG7TVTO2BkR47usntb102uFJtugbo6BSGvgqt4AQ==
          IPSECKEY 10 2 2 2001:db8::1 AQNRU3mG7TVTO2BkR47usntb102uFJtugbo6BSGvgqt4AQ==
          IPSECKEY 10 3 2 gateway.example. AQNRU3mG7TVTO2BkR47usntb102uFJtugbo6BSGvgqt4AQ==
          NID 10 0014:4fff:ff20:ee64
          L32 10 10.1.2.0
          L64 10 2001:0DB8:1140:1000
          LP 10 l64
          DLV 1 8 2 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF
        unknown TYPE65280 \# 5 0102030aff
        unknown TYPE65281 \# 0
        unknown TYPE65282 \# 40 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021222324252627
        xn--mnchen-3ya A 192.0.2.8
        dot\.in\.label A 192.0.2.9
        odd\000\032\(\)\;\"\@\$\\label A 192.0.2.10
        UPPER A 192.0.2.11
        *.wild TXT "from the wildcard"
        """ + "\n" + string.Concat(
            Enumerable.Range(0, 60).Select(i => $"many TXT \"{i:000} {new string('x', 60)}\"\n"));

    /// <summary>A zone that takes many messages to transfer.</summary>
    public static string Big => $$"""
        $TTL 3600
        @ IN SOA ns hostmaster 1 7200 900 1209600 300
          NS ns
        ns A 192.0.2.1
        {{Long}} A 192.0.2.255
        $GENERATE 1-10000 h$ TXT "host $ of many"
        """ + "\n";

    /// <summary>What is signed.</summary>
    public static string ToBeSigned => """
        $TTL 3600
        @ IN SOA ns hostmaster 1 7200 900 1209600 300
          NS ns
          MX 10 mail
        ns A 192.0.2.1
        mail A 192.0.2.3
          AAAA 2001:db8::3
          CAA 0 issue ";"
          TYPE65280 \# 1 00
        child NS ns.child
          DS 60485 13 2 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF
        ns.child A 192.0.2.5
        """ + "\n";
}
