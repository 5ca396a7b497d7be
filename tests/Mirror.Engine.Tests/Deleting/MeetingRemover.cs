using System.Collections.Concurrent;
using Mirror.Model.Oci;
using Mirror.Oci.Content;

namespace Mirror.Engine.Tests.Deleting;

/// <summary>A place whose lists of tags, and of referrers, come when so many of them are asked for at a time: who asks one after the other waits for ever.</summary>
internal sealed class MeetingRemover(IImageRemover place, int tagLists, int referrerLists) : IImageRemover
{
    private readonly Meeting _tags = new(tagLists);
    private readonly Meeting _referrers = new(referrerLists);

    public Task PingAsync(CancellationToken cancellationToken) => place.PingAsync(cancellationToken);

    public async Task<IReadOnlyList<string>> ListTagsAsync(string repository, CancellationToken cancellationToken)
    {
        await _tags.JoinAsync(repository, cancellationToken);
        return await place.ListTagsAsync(repository, cancellationToken);
    }

    public Task<ShownManifest?> FindShownAsync(string repository, string tag, CancellationToken cancellationToken) => place.FindShownAsync(repository, tag, cancellationToken);

    public Task<ManifestContent?> FindManifestAsync(string repository, string reference, CancellationToken cancellationToken) =>
        place.FindManifestAsync(repository, reference, cancellationToken);

    public async Task<IReadOnlyList<Digest>> ListReferrersAsync(string repository, Digest subject, Func<string, bool> mayHaveTag, CancellationToken cancellationToken)
    {
        await _referrers.JoinAsync($"{repository}@{subject}", cancellationToken);
        return await place.ListReferrersAsync(repository, subject, mayHaveTag, cancellationToken);
    }

    public Task<bool> DeleteManifestAsync(string repository, Digest digest, CancellationToken cancellationToken) => place.DeleteManifestAsync(repository, digest, cancellationToken);

    public Task<long?> FreeAsync(CancellationToken cancellationToken) => place.FreeAsync(cancellationToken);

    private sealed class Meeting(int expected)
    {
        private readonly ConcurrentDictionary<string, bool> _present = new(StringComparer.Ordinal);
        private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task JoinAsync(string who, CancellationToken cancellationToken)
        {
            _present[who] = true;
            if (_present.Count >= expected)
            {
                _complete.TrySetResult();
            }

            return _complete.Task.WaitAsync(cancellationToken);
        }
    }
}
