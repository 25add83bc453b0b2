using System.Management.Automation;
using NetCmdlets.Hosting;
using NetCmdlets.ModuleBuilder;
using Xunit;

namespace NetCmdlets.Module.Tests;

/// <summary>Parameters that many cmdlets have mean and look the same on each of them.</summary>
public sealed class SurfaceTests
{
    /// <summary>Every parameter of every cmdlet.</summary>
    public static TheoryData<string, string> Parameters
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (CmdletDescription cmdlet in Repository.Cmdlets)
            {
                foreach (ParameterDescription parameter in cmdlet.Parameters)
                    data.Add(cmdlet.Name, parameter.Name);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Parameters))]
    public void A_shared_parameter_has_its_shared_type(string cmdlet, string name)
    {
        ParameterDescription parameter = Find(cmdlet, name);
        Type? expected = name switch
        {
            "ComputerName" => typeof(string[]),
            "TimeoutSeconds" or "RetryDelaySeconds" or "IdleTimeoutSeconds" or "LifetimeSeconds" => typeof(double),
            "RetryCount" or "ThrottleLimit" or "MaxConnections" or "Backlog" => typeof(int),
            "Quiet" or "IPv4" or "IPv6" or "Tls" or "SkipCertificateCheck" or "WhatIf" or "Confirm"
                => typeof(SwitchParameter),
            "SocketPath" or "LogPath" or "TlsHost" => typeof(string),
            "AllowAddress" or "DenyAddress" => typeof(string[]),
            "Data" => typeof(byte[]),
            _ => null,
        };
        if (expected is not null)
            Assert.Equal(expected, parameter.Type);
    }

    [Theory]
    [MemberData(nameof(Parameters))]
    public void A_shared_parameter_has_its_shared_default(string cmdlet, string name)
    {
        string? expected = name switch
        {
            "TimeoutSeconds" => "5",
            "RetryCount" => "0",
            "RetryDelaySeconds" => "1",
            "ThrottleLimit" => "256",
            "MaxConnections" => "1024",
            "Backlog" => "512",
            "IdleTimeoutSeconds" or "LifetimeSeconds" => "0",
            _ => null,
        };
        if (expected is not null)
            Assert.Equal(expected, Find(cmdlet, name).Default);
    }

    [Theory]
    [MemberData(nameof(Parameters))]
    public void ComputerName_binds_first_by_value_and_by_property_name(string cmdlet, string name)
    {
        if (name != "ComputerName")
            return;
        ParameterDescription parameter = Find(cmdlet, name);
        Assert.Equal(["HostName", "TargetName", "CN"], parameter.Aliases);
        Assert.All(parameter.Memberships, membership =>
        {
            Assert.Equal(0, membership.Position);
            Assert.True(membership.ByPropertyName);
        });

        // Where the pipeline brings what to send, the target cannot come by value as well.
        bool sends = Cmdlet(cmdlet).Parameters.Any(other => other.Name is "Message" or "Data");
        Assert.All(parameter.Memberships, membership => Assert.Equal(!sends, membership.ByValue));
    }

    [Theory]
    [MemberData(nameof(Parameters))]
    public void Port_of_a_client_binds_second_and_by_property_name(string cmdlet, string name)
    {
        if (name != "Port" || Cmdlet(cmdlet).Parameters.All(other => other.Name != "ComputerName"))
            return;
        Assert.All(Find(cmdlet, name).Memberships, membership =>
        {
            Assert.Equal(1, membership.Position);
            Assert.True(membership.ByPropertyName);
        });
    }

    [Theory]
    [MemberData(nameof(Parameters))]
    public void Port_of_a_server_is_picked_by_the_system_unless_given(string cmdlet, string name)
    {
        if (name == "Port" && cmdlet.StartsWith("Start-", StringComparison.Ordinal))
            Assert.Equal("0", Find(cmdlet, name).Default);
    }

    [Theory]
    [MemberData(nameof(Parameters))]
    public void Seconds_are_refused_at_binding_where_they_make_no_sense(string cmdlet, string name)
    {
        if (!name.EndsWith("Seconds", StringComparison.Ordinal))
            return;
        var attributes = Cmdlet(cmdlet).Type.GetProperty(name)!.GetCustomAttributesData();
        Assert.Contains(attributes, attribute => attribute.AttributeType == typeof(ValidateSecondsAttribute));
    }

    [Theory]
    [MemberData(nameof(Parameters))]
    public void InputObject_takes_the_pipelines_objects(string cmdlet, string name)
    {
        if (name == "InputObject")
            Assert.All(Find(cmdlet, name).Memberships, membership => Assert.True(membership.ByValue));
    }

    /// <summary>The parameters that are a cmdlet's own, with their places.</summary>
    [Theory]
    [InlineData("Resolve-HostAddress", "ComputerName", 0, "HostName TargetName CN", true)]
    [InlineData("Get-SubnetInfo", "Network", 0, "Cidr Address", true)]
    [InlineData("Get-SubnetInfo", "Mask", 1, "", false)]
    [InlineData("Get-NetServer", "Id", 0, "", false)]
    [InlineData("Stop-NetServer", "Id", 0, "", false)]
    public void A_parameter_has_its_place(string cmdlet, string name, int position, string aliases, bool pipeline)
    {
        ParameterDescription parameter = Find(cmdlet, name);
        Assert.Contains(parameter.Memberships, membership => membership.Position == position);
        Assert.Equal(pipeline, parameter.Memberships.Any(membership => membership.ByValue));
        Assert.All(aliases.Split(' ', StringSplitOptions.RemoveEmptyEntries), alias =>
            Assert.Contains(alias, parameter.Aliases));
    }

    private static CmdletDescription Cmdlet(string name) => Repository.Cmdlets.Single(cmdlet => cmdlet.Name == name);

    private static ParameterDescription Find(string cmdlet, string name)
        => Cmdlet(cmdlet).Parameters.Single(parameter => parameter.Name == name);
}
