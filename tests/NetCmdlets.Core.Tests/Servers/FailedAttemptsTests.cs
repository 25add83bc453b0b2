using System.Net;
using NetCmdlets.Servers.Tcp;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Servers;

public sealed class FailedAttemptsTests
{
    private static readonly IPEndPoint One = new(IPAddress.Parse("192.0.2.1"), 1);
    private static readonly IPEndPoint Other = new(IPAddress.Parse("192.0.2.2"), 1);

    private readonly ManualClock clock = new();
    private readonly FailedAttempts attempts;

    public FailedAttemptsTests() => attempts = new FailedAttempts(clock);

    [Fact]
    public void Who_never_failed_waits_for_nothing()
    {
        attempts.Fail(Other);
        Assert.Equal(TimeSpan.Zero, attempts.Reserve(One));
    }

    [Theory]
    [InlineData(1, 50)]
    [InlineData(2, 100)]
    [InlineData(3, 200)]
    [InlineData(5, 800)]
    [InlineData(6, 1000)]
    [InlineData(1000, 1000)]
    public void Each_failure_doubles_the_wait_up_to_a_second(int failures, int milliseconds)
    {
        for (int i = 0; i < failures; i++)
            attempts.Fail(One);
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), attempts.Reserve(One));
    }

    [Fact]
    public void Attempts_at_once_stand_in_line_and_those_at_its_far_end_are_refused()
    {
        for (int i = 0; i < 6; i++)
            attempts.Fail(One);

        TimeSpan?[] waits = [.. Enumerable.Range(0, 7).Select(_ => attempts.Reserve(One))];

        Assert.Equal([1, 2, 3, 4, 5, null, null], waits.Select(wait => wait?.TotalSeconds));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(5), attempts.Reserve(One));
    }

    [Fact]
    public void A_success_wipes_the_slate()
    {
        attempts.Fail(One);
        attempts.Succeed(One);
        Assert.Equal(TimeSpan.Zero, attempts.Reserve(One));
    }

    [Fact]
    public void A_minute_without_an_attempt_wipes_the_slate()
    {
        for (int i = 0; i < 10; i++)
            attempts.Fail(One);
        clock.Advance(TimeSpan.FromSeconds(61));
        attempts.Fail(One);
        Assert.Equal(FailedAttempts.FirstDelay, attempts.Reserve(One));
    }

    [Fact]
    public void An_ipv6_network_of_64_bits_counts_as_one()
    {
        attempts.Fail(new IPEndPoint(IPAddress.Parse("2001:db8::1"), 1));
        Assert.Equal(
            FailedAttempts.FirstDelay, attempts.Reserve(new IPEndPoint(IPAddress.Parse("2001:db8::ffff:1"), 2)));
        Assert.Equal(TimeSpan.Zero, attempts.Reserve(new IPEndPoint(IPAddress.Parse("2001:db8:0:1::1"), 2)));
    }

    [Fact]
    public void An_ipv4_address_is_the_same_on_a_dual_stack_socket()
    {
        attempts.Fail(One);
        Assert.Equal(FailedAttempts.FirstDelay, attempts.Reserve(new IPEndPoint(One.Address.MapToIPv6(), 3)));
    }

    [Fact]
    public void A_flood_of_addresses_does_not_grow_the_table_without_end()
    {
        for (int i = 0; i < 10_000; i++)
            attempts.Fail(new IPEndPoint(new IPAddress(0x0100000A + ((long)i << 8)), 1));
        Assert.InRange(attempts.Count, 1, 4096);
    }

    [Fact]
    public void A_wall_clock_that_is_set_back_keeps_nobody_out()
    {
        var wall = new SettableWallClock();
        var counted = new FailedAttempts(wall);
        counted.Fail(One);
        wall.Now -= TimeSpan.FromHours(1);
        Assert.Equal(FailedAttempts.FirstDelay, counted.Reserve(One));
    }

    /// <summary>Its time stamps stand still while the time of day is set.</summary>
    private sealed class SettableWallClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => 1;
    }
}
