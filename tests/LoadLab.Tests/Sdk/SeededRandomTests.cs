using LoadLab.Sdk;

namespace LoadLab.Tests.Sdk;

public sealed class SeededRandomTests
{
    // The 99.9 % quantile of chi-square with 63 degrees of freedom. The seeds are fixed, so this passes always or never.
    private const double ChiSquare63 = 103.4;

    [Fact]
    public void The_reference_gives_the_published_numbers()
    {
        // splitmix64 from 1234567, and xoshiro256** from the state 1, 2, 3, 4: the vectors that other implementations publish.
        var state = 1234567UL;
        Enumerable.Range(0, 5).Select(_ => ReferenceXoshiro.SplitMixNext(ref state)).Should().Equal(
            6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL, 4593380528125082431UL, 16408922859458223821UL);

        var generator = new ReferenceXoshiro(1, 2, 3, 4);
        Enumerable.Range(0, 5).Select(_ => generator.Next()).Should().Equal(
            11520UL, 0UL, 1509978240UL, 1215971899390074240UL, 1216172134540287360UL);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(42, 0)]
    [InlineData(42, 1)]
    [InlineData(-1, 7)]
    [InlineData(long.MaxValue, long.MinValue)]
    public void Sequence_is_xoshiro256_starstar_seeded_by_splitmix64(long seed, long stream)
    {
        var reference = Reference(seed, stream);
        var bytes = new byte[80];

        new SeededRandom(seed, stream).NextBytes(bytes);

        Enumerable.Range(0, 10).Select(i => BitConverter.ToUInt64(bytes, i * 8)).Should().Equal(Enumerable.Range(0, 10).Select(_ => reference.Next()));
    }

    [Fact]
    public void Doubles_are_the_upper_53_bits()
    {
        var reference = Reference(42, 3);
        var random = new SeededRandom(42, 3);

        for (var i = 0; i < 100; i++)
        {
            random.NextDouble().Should().Be((reference.Next() >> 11) / (double)(1UL << 53));
        }
    }

    [Fact]
    public void Reseeding_is_the_same_as_a_new_generator()
    {
        var random = new SeededRandom(1, 1);
        random.NextInt64();

        random.Reseed(9, 5);

        random.NextInt64().Should().Be(new SeededRandom(9, 5).NextInt64());
    }

    [Theory]
    [InlineData(42, 0)]
    [InlineData(7, 123456789)]
    public void One_stream_is_uniform(long seed, long stream)
    {
        var random = new SeededRandom(seed, stream);

        ChiSquare(Enumerable.Range(0, 64_000).Select(_ => random.Next(64))).Should().BeLessThan(ChiSquare63);
        ChiSquare(Enumerable.Range(0, 64_000).Select(_ => (int)(random.NextDouble() * 64))).Should().BeLessThan(ChiSquare63);
        ChiSquare(Enumerable.Range(0, 64_000).Select(_ => (int)(random.NextSingle() * 64))).Should().BeLessThan(ChiSquare63);
    }

    [Fact]
    public void First_numbers_of_neighbouring_streams_are_uniform()
    {
        // What an engine that seeds anew for each iteration draws: the first number of stream 0, 1, 2 …
        ChiSquare(Enumerable.Range(0, 64_000).Select(stream => new SeededRandom(42, stream).Next(64))).Should().BeLessThan(ChiSquare63);
        ChiSquare(Enumerable.Range(0, 64_000).Select(seed => new SeededRandom(seed, 42).Next(64))).Should().BeLessThan(ChiSquare63);
        ChiSquare(Enumerable.Range(0, 64_000).Select(stream => (int)(SeededRandom.UniformAt(42, stream) * 64))).Should().BeLessThan(ChiSquare63);
    }

    [Fact]
    public void Neighbouring_streams_are_independent()
    {
        var pairs = Enumerable.Range(0, 64_000).Select(stream =>
            (new SeededRandom(42, stream).Next(8) * 8) + new SeededRandom(42, stream + 1).Next(8));

        ChiSquare(pairs).Should().BeLessThan(ChiSquare63);
    }

    [Fact]
    public void Seed_and_stream_are_not_interchangeable()
    {
        new SeededRandom(1, 2).NextInt64().Should().NotBe(new SeededRandom(2, 1).NextInt64());
        SeededRandom.UniformAt(1, 2).Should().NotBe(SeededRandom.UniformAt(2, 1));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-5, 5)]
    [InlineData(int.MinValue, int.MaxValue)]
    [InlineData(int.MaxValue - 1, int.MaxValue)]
    public void Bounded_integers_stay_within_and_reach_both_ends(int min, int max)
    {
        var random = new SeededRandom(3);
        var drawn = Enumerable.Range(0, 10_000).Select(_ => random.Next(min, max)).ToArray();

        drawn.Should().OnlyContain(value => value >= min && value < max);
        drawn.Min().Should().BeLessThanOrEqualTo(min + (int)(((long)max - min) / 100));
        drawn.Max().Should().BeGreaterThanOrEqualTo(max - 1 - (int)(((long)max - min) / 100));
    }

    [Theory]
    [InlineData(0L, 1L)]
    [InlineData(long.MinValue, long.MaxValue)]
    [InlineData(-3L, 4L)]
    public void Bounded_longs_stay_within(long min, long max)
    {
        var random = new SeededRandom(3);

        Enumerable.Range(0, 10_000).Select(_ => random.NextInt64(min, max)).Should().OnlyContain(value => value >= min && value < max);
    }

    [Fact]
    public void Empty_ranges_give_their_start_and_backward_ones_are_refused()
    {
        var random = new SeededRandom(1);

        random.Next(0).Should().Be(0);
        random.Next(5, 5).Should().Be(5);
        random.NextInt64(0).Should().Be(0);
        random.NextInt64(-7, -7).Should().Be(-7);
        FluentActions.Invoking(() => random.Next(-1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => random.Next(2, 1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => random.NextInt64(-1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => random.NextInt64(2, 1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => random.NextBytes(null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void Bytes_of_any_length_are_filled()
    {
        new SeededRandom(1).NextBytes([]);
        for (var length = 1; length <= 20; length++)
        {
            var sum = new byte[length];
            for (var seed = 0; seed < 50; seed++)
            {
                var bytes = new byte[length];
                new SeededRandom(seed).NextBytes(bytes);
                for (var i = 0; i < length; i++)
                {
                    sum[i] |= bytes[i];
                }
            }

            sum.Should().OnlyContain(value => value == 255, "each bit of each byte is set by some of 50 seeds");
        }
    }

    [Fact]
    public void Shuffle_and_GetItems_follow_the_seed()
    {
        int[] Shuffled(long seed)
        {
            var items = Enumerable.Range(0, 20).ToArray();
            new SeededRandom(seed).Shuffle(items);
            return items;
        }

        Shuffled(1).Should().Equal(Shuffled(1)).And.NotEqual(Shuffled(2)).And.BeEquivalentTo(Enumerable.Range(0, 20));
        new SeededRandom(1).GetItems([1, 2, 3, 4, 5, 6, 7, 8], 16).Should().Equal(new SeededRandom(1).GetItems([1, 2, 3, 4, 5, 6, 7, 8], 16));
    }

    private static ReferenceXoshiro Reference(long seed, long stream)
    {
        var a = (ulong)seed;
        var b = unchecked((ulong)stream + 0x632BE59BD9B4E019UL);
        var state = unchecked((ReferenceXoshiro.SplitMixNext(ref a) ^ ReferenceXoshiro.SplitMixNext(ref b)) + 0x9E3779B97F4A7C15UL);
        ulong Next() => ReferenceXoshiro.SplitMixNext(ref state);
        return new ReferenceXoshiro(Next(), Next(), Next(), Next());
    }

    private static double ChiSquare(IEnumerable<int> drawn)
    {
        var counts = new int[64];
        foreach (var value in drawn)
        {
            counts[value]++;
        }

        var expected = counts.Sum() / 64.0;
        return counts.Sum(count => (count - expected) * (count - expected) / expected);
    }
}
