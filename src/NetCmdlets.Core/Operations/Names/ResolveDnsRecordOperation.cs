using System.Net;
using System.Runtime.CompilerServices;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Handshake;
using NetCmdlets.Pipeline;
using NetCmdlets.Protocols.Dns;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Names;

/// <summary>Asks name servers for records of any type, many names at once under one throttle.</summary>
[NetOperation(
    "Resolve-DnsRecord", typeof(ResolveDnsRecordRequest), Output = typeof(DnsRecord), Concurrency = 256)]
public sealed class ResolveDnsRecordOperation : INetOperation<ResolveDnsRecordRequest>, IAsyncDisposable
{
    private static readonly DnsRecordType[] OfNames = [DnsRecordType.A, DnsRecordType.AAAA];
    private static readonly DnsRecordType[] OfAddresses = [DnsRecordType.PTR];

    private readonly TimeProvider time;
    private readonly object gate = new();
    private SemaphoreSlim? throttle;
    private Task<DnsLookup>? lookup;

    /// <summary>An operation by the system's clock.</summary>
    public ResolveDnsRecordOperation()
        : this(TimeProvider.System)
    {
    }

    /// <summary>An operation by a clock of its own.</summary>
    public ResolveDnsRecordOperation(TimeProvider time) => this.time = time;

    /// <inheritdoc/>
    public IAsyncEnumerable<PipelineItem> RunAsync(
        ResolveDnsRecordRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        DnsRecordType[] types = [.. request.Type.Select(DnsRecordTypes.Parse).Distinct()];
        if (types.Length > 1 && types.Contains(DnsRecordType.AXFR))
        {
            throw new NetException(
                FailureKind.InvalidRequest,
                "AXFR transfers a whole zone and goes with no other type. Ask for the other types by themselves.");
        }

        // Of many names each is a target by itself; a single one needs no list.
        IEnumerable<DnsTarget> targets = HostTargets.IsSingle(request.Name)
            ? [new DnsTarget(request.Name[0].Trim(), false)]
            : TargetsOf(request.Name);
        return ParallelItems.RunAsync(
            targets,
            LazyInitializer.EnsureInitialized(ref throttle, () => new SemaphoreSlim(request.ThrottleLimit)),
            (target, token) => LookUpAsync(target, types, request, token),
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => DnsLookup.EndAsync(lookup);

    // The addresses of a network are asked for by way of it: one without a name is no error of the user's.
    private static IEnumerable<DnsTarget> TargetsOf(IEnumerable<string> names)
        => names.Select(name => name.Trim()).SelectMany(name => HostTargets.Expand([name])
            .Select(host => new DnsTarget(host, !ReferenceEquals(host, name))));

    private async IAsyncEnumerable<PipelineItem> LookUpAsync(
        DnsTarget target,
        DnsRecordType[] types,
        ResolveDnsRecordRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool isAddress = HostResolver.TryParseLiteral(target.Text, out IPAddress address);
        string name = isAddress ? DnsLookup.ReverseNameOf(address) + "." : target.Text;
        if (types.Length == 0)
            types = isAddress ? OfAddresses : OfNames;
        DnsLookup asking = await LookupAsync(request, cancellationToken).ConfigureAwait(false);
        if (types is [DnsRecordType.AXFR])
        {
            await foreach (PipelineItem item in asking.TransferAsync(name, request.Class, cancellationToken)
                .ConfigureAwait(false))
            {
                yield return item;
            }

            yield break;
        }

        DnsAnswer[] answers = await asking.AskAsync(name, types, request.Class, cancellationToken)
            .ConfigureAwait(false);

        var failed = new HashSet<FailureKind>();
        // An alias is part of the answer about each type; it is told once.
        var told = new HashSet<(DnsSection, string, string, string)>();
        for (int i = 0; i < answers.Length; i++)
        {
            DnsAnswer answer = answers[i];
            foreach (string note in answer.Notes)
                yield return PipelineItem.Verbose(note);
            int emitted = 0;
            foreach (DnsRecord record in answer.RecordsIn(request.Section, target.Text))
            {
                emitted++;
                if (answers.Length == 1 || told.Add((record.Section, record.Name, record.Type, record.Data)))
                    yield return PipelineItem.Result(record);
            }

            // Who asked for the servers that a server refers to has them.
            if (emitted > 0 && answer.Message!.IsReferral)
                continue;

            // A name that does not exist has none of its types: told once.
            if (answer.Failure is { } failure && failed.Add(failure.Kind))
            {
                yield return target.IsPartOfMany && failure.Kind == FailureKind.NameNotFound
                    ? PipelineItem.Verbose(failure.Message)
                    : PipelineItem.Failure(failure with { Target = target.Text });
            }
            else if (answer.Failure is null && emitted == 0)
            {
                yield return PipelineItem.Verbose(answer.Message!.IsReferral
                    ? DnsFailure.Referral(answer.Message, target.Text, answer.Server)
                    : $"'{target.Text}' has no {DnsRecordTypes.TextOf(types[i])} record, says {answer.Server}."
                    + DnsFailure.Negative(answer.Message));
            }
        }
    }

    // The servers' own names are looked up once a use, by the first that needs them.
    private Task<DnsLookup> LookupAsync(ResolveDnsRecordRequest request, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return lookup ??= DnsLookup.CreateAsync(
                request.Server,
                new DnsResolverOptions
                {
                    Tcp = request.Tcp,
                    Recursion = !request.NoRecursion,
                    DnsSec = request.DnsSec,
                    Timeout = request.Timeout,
                    Retries = new RetryPolicy
                    {
                        RetryCount = request.RetryCount,
                        Delay = request.RetryDelay,
                        Time = time,
                    },
                },
                cancellationToken);
        }
    }

    private readonly record struct DnsTarget(string Text, bool IsPartOfMany);
}
