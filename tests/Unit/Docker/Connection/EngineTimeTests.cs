using System.Globalization;
using System.Text;
using CsCheck;
using Rtm.Docker;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

public class EngineTimeTests
{
    [Theory]
    [InlineData("2026-01-02T03:04:05Z", "2026-01-02T03:04:05.0000000")]
    [InlineData("2026-01-02T03:04:05.1Z", "2026-01-02T03:04:05.1000000")]
    [InlineData("2026-01-02T03:04:05.123456789Z", "2026-01-02T03:04:05.1234567")]
    [InlineData("2026-01-02T03:04:05.999999999Z", "2026-01-02T03:04:05.9999999")]
    [InlineData("2026-01-02T03:04:05.123456789+02:00", "2026-01-02T01:04:05.1234567")]
    [InlineData("2026-01-02T03:04:05-23:59", "2026-01-03T03:03:05.0000000")]
    [InlineData("2024-02-29T00:00:00Z", "2024-02-29T00:00:00.0000000")]
    [InlineData("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.9999999")]
    public void Parse_EngineTime_IsReadAsUtc(string text, string expected)
    {
        var time = EngineTime.Parse(text);

        Assert.Equal((expected, TimeSpan.Zero), (time?.ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture), time?.Offset));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("0001-12-31T23:00:00-05:00")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    [InlineData("2026-02-29T00:00:00Z")]
    [InlineData("2026-13-01T00:00:00Z")]
    [InlineData("2026-01-00T00:00:00Z")]
    [InlineData("2026-01-02T24:00:00Z")]
    [InlineData("2026-01-02T03:04:60Z")]
    [InlineData("2026-01-02 03:04:05Z")]
    [InlineData("2026-01-02T03:04:05")]
    [InlineData("2026-01-02T03:04:05.Z")]
    [InlineData("2026-01-02T03:04:05.1234567890Z")]
    [InlineData("2026-01-02T03:04:05+2:00")]
    [InlineData("2026-01-02T03:04:05+24:00")]
    [InlineData("2026-01-02T03:04:05ZZ")]
    [InlineData("+026-01-02T03:04:05Z")]
    [InlineData("2026-01-02T03:04:05Z ")]
    [InlineData("２026-01-02T03:04:05Z")]
    [InlineData("yesterday")]
    public void Parse_NoTime_IsNull(string? text) => Assert.Null(EngineTime.Parse(text));

    [Fact]
    public void Parse_AnyText_NeverThrows() =>
        Gen.OneOf(Gen.String, Gen.Char["0123456789-:.TZ+"].Array[0, 40].Select(chars => new string(chars))).Sample(text =>
            Assert.True(EngineTime.Parse(text) is null || text.Length >= 20));

    [Fact]
    public void Parse_AnyMutatedTime_AgreesWithItsBytes() =>
        Gen.Select(Gen.Int[0, 34], Gen.Char["0123456789-:.TZ+é\0"]).Sample((at, with) =>
        {
            var chars = "2026-01-02T03:04:05.123456789+02:00".ToCharArray();
            chars[at] = with;

            Assert.Equal(EngineTime.Parse(new string(chars)), EngineTime.Parse(Encoding.UTF8.GetBytes(chars)));
        });

    [Fact]
    public void Parse_AnyTimeWritten_ComesBack() =>
        Gen.Select(Gen.DateTime, Gen.Int[-14 * 60, 14 * 60]).Where((time, _) => time.Year is > 2 and < 9998).Sample((time, minutes) =>
        {
            var utc = new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Unspecified), TimeSpan.Zero);
            var written = utc.ToOffset(TimeSpan.FromMinutes(minutes)).ToString("yyyy-MM-ddTHH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture);

            Assert.Equal(utc, EngineTime.Parse(written));
        });

    [Theory]
    [InlineData(1_700_000_000_123_456_789, "2023-11-14T22:13:20.1234567")]
    [InlineData(99, "1970-01-01T00:00:00.0000000")]
    [InlineData(-1, "1969-12-31T23:59:59.9999999")]
    [InlineData(long.MaxValue, "2262-04-11T23:47:16.8547758")]
    [InlineData(long.MinValue, "1677-09-21T00:12:43.1452241")]
    public void FromUnixNanoseconds_AnyNumber_IsATime(long nanoseconds, string expected) =>
        Assert.Equal(expected, EngineTime.FromUnixNanoseconds(nanoseconds)?.ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture));

    [Fact]
    public void FromUnixNanoseconds_Zero_IsNone() => Assert.Null(EngineTime.FromUnixNanoseconds(0));
}
