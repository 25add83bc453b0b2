using System.Net;
using NetCmdlets.Servers;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Servers;

public sealed class AddressRateLimitTests
{
    private static readonly IPAddress First = IPAddress.Parse("192.0.2.1");
    private readonly ManualClock clock = new();

    [Fact]
    public void So_many_at_once_and_so_many_a_second_after_that()
    {
        var limit = new AddressRateLimit(10, clock);

        Assert.Equal(10, Taken(limit, First, 50));
        clock.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(5, Taken(limit, First, 50));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(10, Taken(limit, First, 50));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("2001:db8::1", "2001:db8::ffff:1", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    [InlineData("0.0.0.0", "::", false)]
    public void An_address_and_an_IPv6_site_have_one_bucket(string one, string other, bool same)
    {
        var limit = new AddressRateLimit(3, clock);
        Taken(limit, IPAddress.Parse(one), 3);

        Assert.Equal(same ? 0 : 3, Taken(limit, IPAddress.Parse(other), 3));
    }

    [Fact]
    public void Forged_addresses_past_the_bound_share_one_bucket_and_known_ones_keep_theirs()
    {
        var limit = new AddressRateLimit(2, clock);
        int taken = 0;
        for (int i = 0; i < AddressRateLimit.Capacity * 2; i++)
            taken += Taken(limit, new IPAddress(0x0A00_0000L + i), 1);
        Assert.Equal(AddressRateLimit.Capacity + 2, taken);

        // Those that were in time have one token left each.
        Assert.Equal(1, Taken(limit, new IPAddress(0x0A00_0000L), 5));
    }

    [Fact]
    public void Addresses_that_fell_silent_make_room_for_new_ones()
    {
        var limit = new AddressRateLimit(2, clock);
        for (int i = 0; i < AddressRateLimit.Capacity; i++)
            Taken(limit, new IPAddress(0x0A00_0000L + i), 2);
        clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(2, Taken(limit, First, 5));
        Assert.Equal(2, Taken(limit, IPAddress.Parse("192.0.2.2"), 5));
    }

    private static int Taken(AddressRateLimit limit, IPAddress address, int messages)
        => Enumerable.Range(0, messages).Count(_ => limit.Allows(address));
}
