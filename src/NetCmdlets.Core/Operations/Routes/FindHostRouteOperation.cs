using System.Net;
using System.Runtime.CompilerServices;
using NetCmdlets.Addressing;
using NetCmdlets.Diagnostics;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Routes;

/// <summary>Finds where packets go, by this host's decision or by a table. The order of the input is kept.</summary>
[NetOperation("Find-HostRoute", typeof(FindHostRouteRequest), Output = typeof(RouteDecision))]
public sealed class FindHostRouteOperation : INetOperation<FindHostRouteRequest>, IAsyncDisposable
{
    private readonly Func<IRouteSource> open;
    private IRouteSource? routes;
    private (string Text, IPAddress? Address)? source;
    private (string Text, int Index)? link;

    /// <summary>Makes an operation for one use.</summary>
    public FindHostRouteOperation()
        : this(SystemRoutes.Open)
    {
    }

    internal FindHostRouteOperation(Func<IRouteSource> open) => this.open = open;

    /// <inheritdoc/>
    public async IAsyncEnumerable<PipelineItem> RunAsync(
        FindHostRouteRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        Prepare(request);
        foreach (string destination in request.Destination)
        {
            cancellationToken.ThrowIfCancellationRequested();
            HostResolution found = await ResolveAsync(destination, request, cancellationToken).ConfigureAwait(false);
            if (found.Failure is not null)
                yield return PipelineItem.Failure(found.Failure);
            foreach (IPAddress address in found.Addresses)
            {
                RouteDecision decision = routes!.Find(address, source?.Address, link?.Index ?? 0);
                yield return PipelineItem.Result(decision with { Destination = destination });
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        routes?.Dispose();
        return ValueTask.CompletedTask;
    }

    // The table, the source and the interface are the same for all of a use, but for a caller who changes them.
    private void Prepare(FindHostRouteRequest request)
    {
        bool byTable = request.Table.Count > 0;
        if (byTable && (request.Source ?? request.Interface) is not null)
        {
            throw new NetException(
                FailureKind.InvalidRequest,
                "-Source and -Interface are for this host's own routes. Leave them out with -Table.");
        }

        routes ??= byTable ? new TableRoutes(RouteTable.Parse(request.Table)) : open();
        if (request.Source is { Length: > 0 } from && source?.Text != from)
            source = (from, SourceAddress.Parse(from));
        if (request.Interface is { Length: > 0 } by && link?.Text != by)
            link = (by, InterfaceChoice.Parse(by).Index);
    }

    private ValueTask<HostResolution> ResolveAsync(
        string text, FindHostRouteRequest request, CancellationToken cancellationToken)
    {
        string bare = text.Length > 2 && text[0] == '[' && text[^1] == ']' ? text[1..^1] : text;
        AddressFault fault = AddressParser.ParseScoped(bare, out AddressValue value, out ReadOnlySpan<char> scope);
        bool isAddress = fault == AddressFault.None;
        // What could be no name is a mistyped address; a table is asked for addresses only.
        if (!isAddress && (request.Table.Count > 0 || !LooksLikeName(text)))
            return new(new HostResolution([], AddressFailure.ForAddress(text, fault)));

        AddressFamilyChoice family = request.Family;
        if (source?.Address is { } bound && family == AddressFamilyChoice.Any)
            family = AddressFamilyChoices.Of(bound);
        if (!isAddress)
            return HostResolver.ResolveAsync(text, family, request.Timeout, cancellationToken);

        bool known = HostResolver.TryParseLiteral(bare, out IPAddress address);
        if (!known || (!scope.IsEmpty && !scope.SequenceEqual("0") && address.ScopeId == 0))
        {
            return new(new HostResolution([], new NetFailure(
                FailureKind.InvalidAddress, $"'{text}' names an interface that is not there: '{scope}'.", text)));
        }

        // A socket sends to a mapped address by IPv4 (RFC 4038, section 4.2).
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return family == AddressFamilyChoice.Any || family.ToAddressFamily() == address.AddressFamily
            ? new(new HostResolution([address], null))
            : new(new HostResolution([], new NetFailure(
                FailureKind.InvalidAddress,
                $"'{text}' is not an {family} address"
                + (request.Family == AddressFamilyChoice.Any ? $", and the source {source?.Text} is one." : "."),
                text)));
    }

    private static bool LooksLikeName(string text)
        => !text.Any(c => c is ':' or '/' or '%' || char.IsWhiteSpace(c))
            && text.Any(c => c is not '.' && !char.IsAsciiDigit(c));
}
