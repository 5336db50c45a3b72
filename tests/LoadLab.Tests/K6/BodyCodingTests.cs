using LoadLab.K6.Requests;

namespace LoadLab.Tests.K6;

public sealed class BodyCodingTests
{
    private static readonly byte[] s_body = [.. Enumerable.Range(0, 3000).Select(i => (byte)(i * i % 251))];

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("zstd")]
    public void A_body_that_is_cut_anywhere_is_broken_and_never_a_shorter_one(string encoding)
    {
        var packed = BodyCoding.Encode(s_body, [encoding]);

        BodyCoding.Decode(packed, [encoding]).Should().Equal(s_body);
        for (var length = 1; length < packed.Length; length++)
        {
            var cut = packed[..length];
            FluentActions.Invoking(() => BodyCoding.Decode(cut, [encoding])).Should().Throw<Exception>($"{length} of {packed.Length} bytes are no body").Which.Should().Match(fault => BodyCoding.IsBroken((Exception)fault));
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public void What_follows_a_body_breaks_it_and_gzip_may_have_several_parts(string encoding)
    {
        var packed = BodyCoding.Encode(s_body, [encoding]);

        FluentActions.Invoking(() => BodyCoding.Decode([.. packed, 1, 2, 3], [encoding])).Should().Throw<InvalidDataException>();
        if (encoding == "gzip")
        {
            BodyCoding.Decode([.. packed, .. packed], [encoding]).Should().Equal([.. s_body, .. s_body]);
        }
    }

    [Fact]
    public void Bodies_of_nothing_are_whole()
    {
        foreach (var encoding in BodyCoding.Known)
        {
            BodyCoding.Decode(BodyCoding.Encode([], [encoding]), [encoding]).Should().BeEmpty();
        }
    }
}
