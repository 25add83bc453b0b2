using NetCmdlets.Addressing;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Operations.Addresses;

/// <summary>Finds addresses in networks, by the longest prefix.</summary>
[NetOperation("Test-SubnetMember", typeof(TestSubnetMemberRequest), Output = typeof(bool))]
public sealed class TestSubnetMemberOperation : SynchronousOperation<TestSubnetMemberRequest>
{
    private static readonly PipelineItem True = PipelineItem.Result(true);
    private static readonly PipelineItem False = PipelineItem.Result(false);

    private PrefixTable<string>? table;

    /// <inheritdoc/>
    public override IEnumerable<PipelineItem> Run(TestSubnetMemberRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        table ??= new PrefixTable<string>(request.Network.SelectMany(Entries));
        return request.Address.Select(text => Test(text, request.PassThru));
    }

    // A range is found by the networks that it is made of, and told as it was given.
    private static IEnumerable<(NetworkPrefix Network, string Text)> Entries(string text)
    {
        AddressRange range = AddressRange.Parse(text);
        string told = range.ToNetworkText();
        return range.ToPrefixes().Select(network => (network, told));
    }

    private PipelineItem Test(string text, bool passThru)
    {
        AddressFault fault = AddressParser.ParseScoped(text, out AddressValue address, out _);
        if (fault != AddressFault.None)
            return PipelineItem.Failure(AddressFailure.ForAddress(text, fault));

        bool isMember = table!.TryFind(address, out NetworkPrefix network, out string? told);
        if (!passThru)
            return isMember ? True : False;

        return PipelineItem.Result(
            new SubnetMembership(address.ToString(), isMember, told, isMember ? network.PrefixLength : null));
    }
}
