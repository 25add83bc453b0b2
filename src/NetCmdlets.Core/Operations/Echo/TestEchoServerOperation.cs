using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Echo;

/// <summary>Grades echo servers: one result a check, one check after another, one server after another.</summary>
[NetOperation("Test-EchoServer", typeof(TestEchoServerRequest), Output = typeof(EchoCheck))]
public sealed class TestEchoServerOperation : INetOperation<TestEchoServerRequest>, IProgressSource
{
    private volatile OperationProgress? progress;

    /// <inheritdoc/>
    public OperationProgress? Progress => progress;

    /// <summary>The checks of a protocol by their ids.</summary>
    public static IReadOnlyList<string> IdsOf(EchoProtocol protocol)
        => [.. Definitions(new TestEchoServerRequest { Protocol = protocol }, "", new IPEndPoint(0, 0))
            .Select(check => check.Id)];

    /// <inheritdoc/>
    public async IAsyncEnumerable<PipelineItem> RunAsync(
        TestEchoServerRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        Check(request);
        foreach (string target in TcpClients.TargetsOf(request))
        {
            bool? passed = null;
            await foreach (PipelineItem item in TestOneAsync(target, request, cancellationToken).ConfigureAwait(false))
            {
                if (item.Kind == PipelineItemKind.Result)
                    passed = ((EchoCheck)item.Payload).Passed is { } one ? one && passed != false : passed;
                if (item.Kind != PipelineItemKind.Result || !request.Quiet)
                    yield return item;
            }

            if (request.Quiet)
                yield return PipelineItem.Result(passed == true);
        }
    }

    private static IReadOnlyList<EchoCheckDefinition> Definitions(
        TestEchoServerRequest request, string target, IPEndPoint? server)
        => request.Protocol == EchoProtocol.Tcp
            ? new TcpEchoChecks(request, target).All
            : new UdpEchoChecks(request, server!).All;

    private async IAsyncEnumerable<PipelineItem> TestOneAsync(
        string target,
        TestEchoServerRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IPEndPoint? server = null;
        string? unreachable = null;
        if (request.Protocol == EchoProtocol.Udp)
        {
            HostResolution found = await HostResolver
                .ResolveAsync(target, request.Family, request.Timeout, cancellationToken).ConfigureAwait(false);
            if (found.Failure is null)
                server = new IPEndPoint(found.Addresses[0], request.Port);
            else
                unreachable = EchoFault.Of(found.Failure).Message;
        }

        EchoCheckDefinition[] checks =
            [.. Definitions(request, target, server ?? new IPEndPoint(IPAddress.None, 0)).Where(IsWanted)];
        bool talked = false;
        for (int number = 0; number < checks.Length; number++)
        {
            EchoCheckDefinition check = checks[number];
            progress = new OperationProgress(
                "Checking the echo server", $"{target}: {check.Name}", 100 * number / checks.Length);
            EchoCheck result = unreachable is not null && number > 0
                ? Describe(check, null, "not run: the server cannot be reached.", null)
                : unreachable is not null
                    ? Describe(check, false, unreachable, TimeSpan.Zero)
                    : await RunAsync(check).ConfigureAwait(false);
            yield return PipelineItem.Result(result);
        }

        bool IsWanted(EchoCheckDefinition check)
            => (request.Id.Count == 0 || request.Id.Contains(check.Id, StringComparer.OrdinalIgnoreCase))
                && !request.Exclude.Contains(check.Id, StringComparer.OrdinalIgnoreCase);

        async Task<EchoCheck> RunAsync(EchoCheckDefinition check)
        {
            long begun = Stopwatch.GetTimestamp();
            try
            {
                string evidence = await check.RunAsync(cancellationToken).ConfigureAwait(false);
                talked = true;
                return Describe(check, true, evidence, Stopwatch.GetElapsedTime(begun));
            }
            catch (EchoFault fault) when (fault.Kind == EchoFaultKind.NotApplicable)
            {
                return Describe(check, null, $"not run: {fault.Message}", null);
            }
            catch (EchoFault fault)
            {
                // A server that nobody could talk to is not asked the rest; one that answered once is.
                bool isUnreachable = fault.Kind == EchoFaultKind.Unreachable;
                if (isUnreachable && !talked)
                    unreachable = fault.Message;
                talked |= !isUnreachable;
                return Describe(check, false, fault.Message, Stopwatch.GetElapsedTime(begun));
            }
        }

        EchoCheck Describe(EchoCheckDefinition check, bool? passed, string evidence, TimeSpan? elapsed) => new(
            target,
            request.SocketPath is null ? request.Port : null,
            request.Protocol,
            check.Id,
            check.Name,
            passed,
            evidence,
            elapsed);
    }

    private static void Check(TestEchoServerRequest request)
    {
        if (request.Concurrency < 1)
            throw new NetException(FailureKind.InvalidRequest, "Concurrency begins at 1.");
        request.Protocol.Check(request);
        IReadOnlyList<string> known = IdsOf(request.Protocol);
        foreach (string id in request.Id.Concat(request.Exclude))
        {
            if (!known.Contains(id, StringComparer.OrdinalIgnoreCase))
            {
                throw new NetException(
                    FailureKind.InvalidRequest,
                    $"There is no check '{id}' over {request.Protocol}. There are {string.Join(", ", known)}.",
                    id);
            }
        }
    }
}
