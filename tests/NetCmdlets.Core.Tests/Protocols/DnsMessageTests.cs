using System.Net;
using NetCmdlets.Protocols.Dns;
using Xunit;

namespace NetCmdlets.Core.Tests.Protocols;

public sealed class DnsMessageTests
{
    private static readonly byte[] Address = [192, 0, 2, 1];

    /// <summary>Data of each type, right to the byte.</summary>
    public static TheoryData<string, string, string> Records => new()
    {
        { "A", "C0000201", "192.0.2.1" },
        { "AAAA", "20010DB8000000000000000000000001", "2001:db8::1" },
        { "NS", "026E73C00C", "ns.a.test." },
        { "PTR", "00", "." },
        { "MX", "000AC00C", "10 a.test." },
        { "SOA", "C00C01780000000001000000020000000300000004FFFFFFFF", "a.test. x. 1 2 3 4 4294967295" },
        { "TXT", "0161025C22", """ "a" "\\\"" """ },
        { "HINFO", "0161" + "0162", "\"a\" \"b\"" },
        { "SRV", "00010002" + "0050C00C", "1 2 80 a.test." },
        { "CAA", "800569737375656561", "128 issue \"ea\"" },
        { "URI", "000A000161", "10 1 \"a\"" },
        { "NAPTR", "00640032017300" + "0161C00C", "100 50 \"s\" \"\" \"a\" a.test." },
        { "DS", "00010D02ABCD", "1 13 2 ABCD" },
        { "DNSKEY", "0101030DABCD", "257 3 13 q80=" },
        {
            "RRSIG", "00010D0200000E10684F2A80682D3B800001C00CABCD",
            "A 13 2 3600 20250615201808 20250521023336 1 a.test. q80="
        },
        { "NSEC", "C00C0006400000000003", "a.test. A RRSIG NSEC" },
        { "NSEC3", "0100000A0002ABCD" + "00", "" },
        { "NSEC3PARAM", "0100000A02ABCD", "1 0 10 ABCD" },
        { "TLSA", "030101ABCD", "3 1 1 ABCD" },
        { "SSHFP", "0402ABCD", "4 2 ABCD" },
        { "HTTPS", "0001000003000201BB", "1 . port=443" },
        { "LOC", "00121613800000008000000000989680", "0 0 0.000 N 0 0 0.000 E 0.00m 1m 10000m 10m" },
        { "MB", "016DC00C", "m.a.test." },
        { "RT", "000AC00C", "10 a.test." },
        { "PX", "000A016DC00C" + "C00C", "10 m.a.test. a.test." },
        { "CERT", "00030001050102", "PGP 1 RSASHA1 AQI=" },
        { "CSYNC", "000000420003" + "000460000008", "66 3 A NS AAAA" },
        { "EUI48", "00005E00532A", "00-00-5e-00-53-2a" },
        { "APL", "00011503C0A820" + "00011C83C0A826" + "0002200420010DB8", "1:192.168.32.0/21 !1:192.168.38.0/28 2:2001:db8::/32" },
        { "IPSECKEY", "0A0302" + "C00C" + "0103", "10 3 2 a.test. AQM=" },
        { "NID", "000A00144FFFFF20EE64", "10 14:4fff:ff20:ee64" },
        { "L32", "000A0A010200", "10 10.1.2.0" },
        { "ZONEMD", "7848B91C0101ABCD", "2018031900 1 1 ABCD" },
        { "OPENPGPKEY", "ABCD", "q80=" },
        { "NULL", "ABCD", @"\# 2 ABCD" },
        { "TYPE65280", "ABCD", @"\# 2 ABCD" },
    };

    [Theory]
    [MemberData(nameof(Records))]
    public void Data_is_read_whole_and_one_byte_more_or_less_is_a_fault(string type, string hex, string text)
    {
        byte[] data = Convert.FromHexString(hex);
        DnsRecordType number = DnsRecordTypes.Parse(type);
        DnsMessage? whole = Read(Asked(number).Record(number, data), out string? fault);
        if (text.Length == 0)
        {
            // NSEC3 whose hash is cut off.
            Assert.NotNull(fault);
            return;
        }

        Assert.Null(fault);
        DnsRecord record = Assert.Single(whole!.Records);
        Assert.Equal(text.Trim(), record.Data);
        Assert.Equal(
            ("a.test", type, "IN", TimeSpan.FromSeconds(300)),
            (record.Name, record.Type, record.Class, record.TimeToLive));

        // The length says one more or less than the data of a type of fixed shape has.
        bool open = number is DnsRecordType.DS or DnsRecordType.DNSKEY or DnsRecordType.RRSIG or DnsRecordType.TLSA
            or DnsRecordType.SSHFP or DnsRecordType.CAA or DnsRecordType.URI or DnsRecordType.CERT
            or DnsRecordType.IPSECKEY or DnsRecordType.ZONEMD or DnsRecordType.OPENPGPKEY || text[0] == '\\';
        if (!open)
        {
            Assert.Null(Read(Asked(number).Record(number, data[..^1]), out fault));
            Assert.NotNull(fault);
            Assert.Null(Read(Asked(number).Record(number, [.. data, 7]), out fault));
            Assert.NotNull(fault);
        }

        Assert.Null(Read(Asked(number).Record(number, data, length: data.Length + 1), out fault));
        Assert.Contains("are there", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_cut_anywhere_is_a_fault_and_so_is_a_byte_after_its_end()
    {
        byte[] message = Asked(DnsRecordType.MX)
            .Record(DnsRecordType.MX, [0, 10, .. MessageBytes.Name("mail.a.test")])
            .Record(DnsRecordType.A, Address, DnsSection.Additional)
            .Edns().ToArray();
        Assert.NotNull(DnsMessage.Read(message, out _));
        for (int length = 0; length < message.Length; length++)
        {
            Assert.Null(DnsMessage.Read(message.AsSpan(0, length), out string? fault));
            Assert.Contains("at byte", fault, StringComparison.Ordinal);
        }

        Assert.Null(DnsMessage.Read([.. message, 0], out string? extra));
        Assert.Contains("after the last record", extra, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_that_says_it_was_cut_is_read_as_far_as_it_goes()
    {
        byte[] message = new MessageBytes(flags: 0x8380).Question("a.test", DnsRecordType.A)
            .Record(DnsRecordType.A, Address).Record(DnsRecordType.A, Address).ToArray();

        DnsMessage read = DnsMessage.Read(message.AsSpan(0, message.Length - 1), out string? fault)!;
        Assert.Null(fault);
        Assert.True(read.Truncated);
        Assert.Single(read.Records);
    }

    [Fact]
    public void Sections_flags_and_counts_are_kept_apart()
    {
        DnsMessage read = Read(
            new MessageBytes(flags: 0x8520).Question("a.test", DnsRecordType.A)
                .Record(DnsRecordType.A, Address)
                .Record(DnsRecordType.NS, MessageBytes.Pointer(12), DnsSection.Authority)
                .Record(DnsRecordType.A, Address, DnsSection.Additional),
            out _)!;

        Assert.Equal(
            [DnsSection.Answer, DnsSection.Authority, DnsSection.Additional],
            read.Records.Select(record => record.Section));
        Assert.Equal(
            (true, true, false, false),
            (read.Authoritative, read.Authenticated, read.Truncated, read.RecursionAvailable));
        Assert.Equal(IPAddress.Parse("192.0.2.1"), ((DnsAddressRecord)read.Records[0]).Address);
    }

    [Fact]
    public void EDNS_adds_to_the_response_code_and_tells_the_servers_reasons()
    {
        DnsMessage read = Read(
            Asked(DnsRecordType.A).Edns(
                0x0100_8000,
                (15, [0, 6, .. "bad\u001b[31m"u8]),
                (3, [1, 2, 3]),
                (15, [0x12, 0x34])),
            out _)!;

        Assert.Equal(DnsResponseCode.BadVers, read.ResponseCode);
        Assert.Equal((4096, true), (read.Edns!.PayloadSize, read.Edns.DnsSec));
        Assert.Equal(
            [@"DNSSEC Bogus (bad\027[31m)", "extended error 4660"], read.Edns.Errors.Select(error => $"{error}"));
        Assert.Empty(read.Records);
    }

    [Fact]
    public void OPT_twice_or_in_another_section_is_a_fault()
    {
        Assert.Null(Read(Asked(DnsRecordType.A).Edns().Edns(), out string? twice));
        Assert.Contains("OPT", twice, StringComparison.Ordinal);
        Assert.Null(Read(Asked(DnsRecordType.A).Record(DnsRecordType.OPT, [], name: [0]), out string? elsewhere));
        Assert.Contains("OPT", elsewhere, StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_of_records_that_did_not_come_cost_nothing()
    {
        byte[] message = Asked(DnsRecordType.A).ToArray();
        message[6] = message[7] = 0xFF;

        Assert.Null(DnsMessage.Read(message, out string? fault));
        Assert.NotNull(fault);
    }

    [Fact]
    public void A_time_to_live_past_31_bits_is_zero()
    {
        DnsMessage read = Read(Asked(DnsRecordType.A).Record(DnsRecordType.A, Address, ttl: 0x8000_0000), out _)!;
        Assert.Equal(TimeSpan.Zero, read.Records[0].TimeToLive);
    }

    [Fact]
    public void A_query_is_written_to_the_byte()
    {
        DnsQuery query = DnsQuery.Create("a.test", DnsRecordType.MX, out _)! with { Id = 0x1234 };

        Assert.Equal(
            "123401200001000000000001" + "016104746573740000" + "0F0001" + "0000290" + "4D0000000000000",
            Convert.ToHexString(query.ToArray()));
        Assert.Equal(
            "123400200001000000000001" + "016104746573740000" + "0F0001" + "0000290" + "4D0000080000000",
            Convert.ToHexString((query with { Recursion = false, DnsSec = true }).ToArray()));
        Assert.Equal(
            "123401200001000000000000" + "016104746573740000" + "0F0001",
            Convert.ToHexString((query with { Edns = false }).ToArray()));
    }

    [Fact]
    public void A_response_answers_only_the_query_of_its_id_and_question()
    {
        DnsQuery query = DnsQuery.Create("a.test", DnsRecordType.A, out _)! with { Id = 0x1234 };
        Assert.True(query.IsAnsweredBy(Asked(DnsRecordType.A).ToArray()));
        Assert.True(query.IsAnsweredBy(new MessageBytes().Question("A.Test", DnsRecordType.A).ToArray()));
        Assert.False(query.IsAnsweredBy(new MessageBytes(id: 0x1235).Question("a.test", DnsRecordType.A).ToArray()));
        Assert.False(query.IsAnsweredBy(new MessageBytes(flags: 0x0100).Question("a.test", DnsRecordType.A).ToArray()));
        Assert.False(query.IsAnsweredBy(new MessageBytes().Question("b.test", DnsRecordType.A).ToArray()));
        Assert.False(query.IsAnsweredBy(Asked(DnsRecordType.AAAA).ToArray()));
        Assert.False(query.IsAnsweredBy(new MessageBytes().ToArray()));
        Assert.True(query.IsAnsweredBy(new MessageBytes(flags: 0x8181).ToArray()));
        Assert.False(query.IsAnsweredBy(new byte[11]));
    }

    [Fact]
    public void A_mutated_message_is_read_or_is_a_fault_and_nothing_else()
    {
        byte[][] corpus = [.. Records
            .Select(row => (Type: DnsRecordTypes.Parse(row.Data.Item1), Data: Convert.FromHexString(row.Data.Item2)))
            .Select(one => Asked(one.Type).Record(one.Type, one.Data).Record(one.Type, one.Data, DnsSection.Authority)
                .Edns(0, (15, [0, 6, 65])).ToArray())];
        var random = new Random(20260102);
        int read = 0;
        for (int i = 0; i < 100_000; i++)
        {
            byte[] message = [.. corpus[random.Next(corpus.Length)]];
            for (int change = random.Next(1, 6); change > 0; change--)
                message[random.Next(message.Length)] = (byte)random.Next(256);
            if (random.Next(4) == 0)
                message = message[..random.Next(message.Length + 1)];
            DnsMessage? result = DnsMessage.Read(message, out string? fault);
            Assert.True(result is null != fault is null);
            if (result is null)
                continue;
            read++;
            foreach (DnsRecord record in result.Records)
            {
                Assert.DoesNotContain(record.Data, char.IsControl);
                Assert.DoesNotContain(record.Name, char.IsControl);
                Assert.NotNull(record.UnicodeName);
            }
        }

        // Both kinds are many, or the corpus tests nothing.
        Assert.InRange(read, 10_000, 90_000);
    }

    private static MessageBytes Asked(DnsRecordType type) => new MessageBytes().Question("a.test", type);

    private static DnsMessage? Read(MessageBytes message, out string? fault)
        => DnsMessage.Read(message.ToArray(), out fault);
}
