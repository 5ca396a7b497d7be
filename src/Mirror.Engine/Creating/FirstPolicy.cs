namespace Mirror.Engine.Creating;

/// <summary>The text of a first <c>policy.yaml</c>: rules that hurt nobody, and as comments what else there is.</summary>
internal static class FirstPolicy
{
    public static string Write() => """
        # What may become of the lock. Check, Lock and Diff obey; a broken rule ends a run with exit code 8, one with 'severity: warning' only tells.
        rules:
          # What is no longer mirrored needs an approval: --approve removals, or MIRROR_APPROVE=removals on a job that a reviewer starts.
          - rule: removals

          # No highest version sinks by accident: --approve downgrades.
          - rule: downgrades

          # The mirror does not grow by more than this at once: --approve growth.
          # - rule: growth
          #   maximum: 100GiB

          # Content comes from these places only.
          # - rule: source-hosts
          #   allowed: [registry.redhat.io, quay.io/openshift-release-dev, "*.example.com"]

          # New content has been there for a while.
          # - rule: minimum-age
          #   minimum: 7d
          #   severity: warning

          # These images have a signature.
          # - rule: signatures
          #   images: [registry.redhat.io]

          # Each range of imageset.yaml names one version: 'minVersion' is 'maxVersion'.
          # - rule: pinned-ranges

        """.ReplaceLineEndings("\n");
}
