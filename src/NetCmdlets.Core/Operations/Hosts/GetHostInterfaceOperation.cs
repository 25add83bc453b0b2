using System.Globalization;
using System.Text.RegularExpressions;
using NetCmdlets.Addressing;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Hosts;

/// <summary>Tells the network interfaces of this host.</summary>
[NetOperation("Get-HostInterface", typeof(GetHostInterfaceRequest), Output = typeof(HostInterface))]
public sealed class GetHostInterfaceOperation : SynchronousOperation<GetHostInterfaceRequest>
{
    private readonly Func<IReadOnlyList<HostInterface>> read;

    /// <summary>Makes an operation for one use.</summary>
    public GetHostInterfaceOperation()
        : this(SystemInterfaces.Read)
    {
    }

    internal GetHostInterfaceOperation(Func<IReadOnlyList<HostInterface>> read) => this.read = read;

    /// <inheritdoc/>
    public override IEnumerable<PipelineItem> Run(GetHostInterfaceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        IReadOnlyList<HostInterface> all = read();
        var failures = new List<NetFailure>();
        HashSet<int>? chosen = null;
        Choose(request.Name, name => Named(all, name, failures));
        Choose(request.Index, index => Numbered(all, index, failures));
        Choose(request.Address, address => Holding(all, address, failures));
        return failures.Select(PipelineItem.Failure).Concat(all
            .Where(one => chosen?.Contains(one.Index) != false && (!request.Up || one.Status == InterfaceStatus.Up))
            .Select(one => Of(one, request.Family))
            .OfType<HostInterface>()
            .Select(PipelineItem.Result));

        // Each way of choosing leaves those that fit it; an interface that two names fit is told once.
        void Choose<T>(IReadOnlyList<T> wanted, Func<T, IEnumerable<HostInterface>> find)
        {
            if (wanted.Count == 0)
                return;
            HashSet<int> found = [.. wanted.SelectMany(find).Select(one => one.Index)];
            if (chosen is not null)
                found.IntersectWith(chosen);
            chosen = found;
        }
    }

    private static List<HostInterface> Named(
        IReadOnlyList<HostInterface> all, string name, List<NetFailure> failures)
    {
        Regex wildcard;
        try
        {
            wildcard = WildcardExpression.Compile(name);
        }
        catch (FormatException error)
        {
            throw new NetException(
                FailureKind.InvalidRequest, $"'{name}' is not a wildcard: {error.Message}", name, error);
        }

        List<HostInterface> found = [.. all.Where(one => wildcard.IsMatch(one.Name))];
        // A wildcard may well find nothing; a name is of something.
        if (found.Count == 0 && name.AsSpan().IndexOfAny("*?[") < 0)
            failures.Add(Missing(all, $"'{name}' is not a network interface of this machine.", name));
        return found;
    }

    private static List<HostInterface> Numbered(
        IReadOnlyList<HostInterface> all, int index, List<NetFailure> failures)
    {
        List<HostInterface> found = [.. all.Where(one => one.Index == index)];
        if (found.Count == 0)
        {
            string number = index.ToString(CultureInfo.InvariantCulture);
            failures.Add(Missing(all, $"No interface of this machine has the number {number}.", index));
        }

        return found;
    }

    private static IEnumerable<HostInterface> Holding(
        IReadOnlyList<HostInterface> all, string text, List<NetFailure> failures)
    {
        AddressFault fault = AddressParser.ParseScoped(text, out AddressValue address, out ReadOnlySpan<char> scope);
        if (fault != AddressFault.None)
        {
            failures.Add(AddressFailure.ForAddress(text, fault));
            return [];
        }

        string zone = scope.ToString();
        var holding = all
            .Where(one => zone.Length == 0 || one.Name == zone
                || one.Index.ToString(CultureInfo.InvariantCulture) == zone)
            .SelectMany(one => one.Networks().Select(own => (Interface: one, Own: own)))
            .Where(entry => entry.Own.Network.Contains(address))
            .ToList();
        var having = holding.FindAll(entry => entry.Own.Address == address);
        int longest = holding.Select(entry => entry.Own.PrefixLength).DefaultIfEmpty().Max();
        var found = having.Count > 0 ? having : holding.FindAll(entry => entry.Own.PrefixLength == longest);
        if (found.Count == 0)
            failures.Add(Missing(all, $"No interface of this machine has {text}, or a network that holds it.", text));
        return found.Select(entry => entry.Interface);
    }

    private static HostInterface? Of(HostInterface one, AddressFamilyChoice family) => family switch
    {
        AddressFamilyChoice.IPv4 => one.IPv4Address.Count == 0 ? null : one with
        {
            IPv6Address = [],
            Gateway = OfFamily(one.Gateway, isIPv6: false),
            DnsServer = OfFamily(one.DnsServer, isIPv6: false),
        },
        AddressFamilyChoice.IPv6 => one.IPv6Address.Count == 0 ? null : one with
        {
            IPv4Address = [],
            Gateway = OfFamily(one.Gateway, isIPv6: true),
            DnsServer = OfFamily(one.DnsServer, isIPv6: true),
        },
        _ => one,
    };

    private static List<string> OfFamily(IEnumerable<string> addresses, bool isIPv6)
        => [.. addresses.Where(address => address.Contains(':', StringComparison.Ordinal) == isIPv6)];

    private static NetFailure Missing(IReadOnlyList<HostInterface> all, string what, object target) => new(
        FailureKind.AddressNotAvailable,
        $"{what} Its interfaces: {string.Join(", ", all.Select(one => one.Name))}.",
        target);
}
