using System.Net;
using Microsoft.AspNetCore.Http;
using Rtm.Console.Security;
using Xunit;

namespace Rtm.Unit.Tests.Console.Security;

public class VisitorTests
{
    [Theory]
    [InlineData("10.1.2.3", "10.1.2.3")]
    [InlineData("::ffff:10.1.2.3", "10.1.2.3")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:3::1", "2001:db8:1:3::")]
    [InlineData(null, "")]
    public void Neighbourhood_OfAnAddress_IsWhatOneHouseholdCanTake(string? address, string expected) =>
        Assert.Equal(expected, Visitor.NeighbourhoodOf(From(address)));

    [Theory]
    [InlineData("::ffff:10.1.2.3", "10.1.2.3")]
    [InlineData("2001:db8::1", "2001:db8::1")]
    public void Address_OfAVisitor_IsWhatPeopleKnowItBy(string address, string expected) => Assert.Equal(expected, Visitor.AddressOf(From(address)));

    private static DefaultHttpContext From(string? address) =>
        new() { Connection = { RemoteIpAddress = address is null ? null : IPAddress.Parse(address) } };
}
