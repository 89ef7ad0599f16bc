/* A module for X.Org: gives its dummy monitor, which never sleeps, the power saving of a real one. sleep.rs has the
 * dummy driver call sleepyBackingStore in place of xf86SetBackingStore when it opens its screen. */
#include <stddef.h>
#include <stdint.h>

/* XF86ModuleVersionInfo of xf86Module.h. */
struct version {
    const char *name, *vendor;
    uint32_t info[2], server;
    uint8_t major, minor;
    uint16_t patch;
    const char *abi_class;
    uint32_t abi;
    const char *class;
    uint32_t sum[4];
};

extern void xf86SetBackingStore(void *screen);
extern int xf86DPMSInit(void *screen, void (*set)(void *, int, int), int flags);
extern void xf86DPMSSet(void *monitors, int level, int flags);

void sleepyBackingStore(void *screen) {
    xf86SetBackingStore(screen);
    xf86DPMSInit(screen, xf86DPMSSet, 0);
}

static struct version version = { .name = "sleepy", .vendor = "bangtin" };
struct { void *version, *setup, *teardown; } sleepyModuleData = { &version, NULL, NULL };
