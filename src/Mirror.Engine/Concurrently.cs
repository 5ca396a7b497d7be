namespace Mirror.Engine;

/// <summary>Asks about many things at a time. The answers are in the order of the questions, so that nothing that is written depends on who answered first.</summary>
internal static class Concurrently
{
    /// <summary>The answers in the order of <paramref name="items"/>; the first failure ends the other questions.</summary>
    public static async Task<IReadOnlyList<TResult>> SelectAsync<T, TResult>(
        IReadOnlyList<T> items, int parallelism, Func<T, CancellationToken, Task<TResult>> ask, CancellationToken cancellationToken)
    {
        if (items.Count <= 1)
        {
            return items.Count == 0 ? [] : [await ask(items[0], cancellationToken).ConfigureAwait(false)];
        }

        var answers = new TResult[items.Count];
        var degree = new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            Enumerable.Range(0, items.Count), degree, async (index, token) => answers[index] = await ask(items[index], token).ConfigureAwait(false)).ConfigureAwait(false);
        return answers;
    }
}
