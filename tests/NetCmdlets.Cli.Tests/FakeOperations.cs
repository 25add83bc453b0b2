using System.Net;
using System.Numerics;
using System.Runtime.CompilerServices;
using NetCmdlets.Diagnostics;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;

namespace NetCmdlets.Cli.Tests;

/// <summary>A request with a property of every kind that can be written on a command line.</summary>
public sealed record FakeRequest
{
    [RequestOption(Position = 0, Pipeline = true, Mandatory = true, Aliases = "Host CN")]
    public IReadOnlyList<string> Name { get; init; } = [];

    [RequestOption(Position = 1, Minimum = 1, Maximum = 65535)]
    public IReadOnlyList<int> Port { get; init; } = [];

    public AddressFamilyChoice Family { get; init; }

    [RequestOption(Minimum = double.Epsilon)]
    public double? Rate { get; init; }

    [RequestOption(Name = "TimeoutSeconds", Minimum = 0.001)]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    public DayOfWeek? Day { get; init; }

    public byte[]? Data { get; init; }

    public BigInteger Big { get; init; }

    public IReadOnlyList<IPAddress> Address { get; init; } = [];

    public bool Loud { get; init; }

    public long Bytes { get; init; }

    public object? NotOnACommandLine { get; init; }
}

/// <summary>What the fake emits: one for each name.</summary>
public sealed record FakeResult(string Name, int Ports, string? Note, TimeSpan Elapsed, IPAddress Address, bool Loud)
{
    public bool? Passed { get; init; }

    public BigInteger Count { get; init; } = BigInteger.Pow(2, 80);

    public byte[] Data { get; init; } = [1, 255];
}

/// <summary>An operation that the program has never heard of.</summary>
[NetOperation("Test-Fake", typeof(FakeRequest), Output = typeof(FakeResult))]
public sealed class FakeOperation : INetOperation<FakeRequest>
{
    public async IAsyncEnumerable<PipelineItem> RunAsync(
        FakeRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (string name in request.Name)
        {
            if (name == "wait")
                await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
            if (name == "config")
                throw new NetException(FailureKind.InvalidRequest, "does not go together");
            if (name == "refused")
                throw new NetException(FailureKind.AddressInUse, "in use");
            if (name == "argument")
                throw new ArgumentOutOfRangeException(nameof(request), "out of range");
            yield return name switch
            {
                "bad" => PipelineItem.Failure(new NetFailure(FailureKind.NameNotFound, "no such\nname", name)),
                "warn" => PipelineItem.Warning("careful"),
                "say" => PipelineItem.Verbose("more of it"),
                _ => PipelineItem.Result(new FakeResult(
                    name,
                    request.Port.Sum(),
                    name == "note" ? "a, \"b\"" : null,
                    request.Timeout,
                    IPAddress.Parse("192.0.2.1"),
                    request.Loud)
                {
                    Passed = name == "no" ? false : name == "unknown" ? null : true,
                }),
            };
        }
    }
}

/// <summary>A request whose text may come by standard input or not at all.</summary>
public sealed record FakeSendRequest
{
    [RequestOption(Position = 0, Pipeline = true, Unless = "Data")]
    public string? Message { get; init; }

    public byte[]? Data { get; init; }
}

/// <summary>Says what it got; runs one request after another.</summary>
[NetOperation("Send-Fake", typeof(FakeSendRequest), Output = typeof(string))]
public sealed class FakeSendOperation : INetOperation<FakeSendRequest>
{
    public async IAsyncEnumerable<PipelineItem> RunAsync(
        FakeSendRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield return PipelineItem.Result(request.Message is null ? "nothing" : $"<{request.Message}>");
    }
}
