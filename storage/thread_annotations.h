#pragma once
#include <mutex>

// Locks that clang checks (-Wthread-safety): a member GUARDED_BY a mutex can only be touched where
// the mutex is held. Nothing to g++.
#if defined(__clang__)
#define SAMMACHIP_THREAD_ATTRIBUTE(x) __attribute__((x))
#else
#define SAMMACHIP_THREAD_ATTRIBUTE(x)
#endif

#define CAPABILITY(x) SAMMACHIP_THREAD_ATTRIBUTE(capability(x))
#define SCOPED_CAPABILITY SAMMACHIP_THREAD_ATTRIBUTE(scoped_lockable)
#define GUARDED_BY(x) SAMMACHIP_THREAD_ATTRIBUTE(guarded_by(x))
#define REQUIRES(...) SAMMACHIP_THREAD_ATTRIBUTE(requires_capability(__VA_ARGS__))
#define EXCLUDES(...) SAMMACHIP_THREAD_ATTRIBUTE(locks_excluded(__VA_ARGS__))
#define ACQUIRE(...) SAMMACHIP_THREAD_ATTRIBUTE(acquire_capability(__VA_ARGS__))
#define RELEASE(...) SAMMACHIP_THREAD_ATTRIBUTE(release_capability(__VA_ARGS__))
#define NO_THREAD_SAFETY_ANALYSIS SAMMACHIP_THREAD_ATTRIBUTE(no_thread_safety_analysis)

namespace storage {

// std::mutex with the annotations libstdc++ lacks. Wait on it with std::condition_variable_any.
class CAPABILITY("mutex") Mutex {
  public:
    void lock() ACQUIRE() { mutex_.lock(); }

    void unlock() RELEASE() { mutex_.unlock(); }

  private:
    std::mutex mutex_;
};

class SCOPED_CAPABILITY MutexLock {
  public:
    explicit MutexLock(Mutex& mutex) ACQUIRE(mutex) : mutex_(mutex) { mutex_.lock(); }

    ~MutexLock() RELEASE() { mutex_.unlock(); }

    MutexLock(const MutexLock&) = delete;
    MutexLock& operator=(const MutexLock&) = delete;
    MutexLock(MutexLock&&) = delete;
    MutexLock& operator=(MutexLock&&) = delete;

  private:
    Mutex& mutex_;
};

}  // namespace storage
