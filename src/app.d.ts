import type { Call } from '#server/platform/call.ts'

declare global {
  namespace App {
    interface Locals {
      call: Call
    }
  }
}

export {}
