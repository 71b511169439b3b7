import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig, type Plugin } from 'vite'

/**
 * No page of this house runs in the browser (`csr = false`), but SvelteKit writes the data of each page as JavaScript all the same and throws it
 * away: a sixth of a search. The build fails where the place is no longer found.
 */
const withoutDataForNobody: Plugin = {
  name: 'dinh:without-data-for-nobody',
  transform(code, id) {
    if (!id.endsWith('@sveltejs/kit/src/runtime/server/page/data_serializer.js')) return
    const place = '\t\tadd_node(i, node) {\n'
    const parts = code.split(place)
    if (parts.length !== 3) throw new Error('SvelteKit writes the data of a page elsewhere: look at vite.config.ts')
    return `${parts[0]}${place}\t\t\treturn\n${parts[1]}${place}${parts[2]}`
  },
}

export default defineConfig({
  plugins: [
    withoutDataForNobody,
    sveltekit({
      adapter: adapter(),
      csp: {
        mode: 'auto',
        directives: {
          'default-src': ['self'],
          'base-uri': ['none'],
          'form-action': ['self'],
          'frame-ancestors': ['self'],
          'img-src': ['self', 'data:'],
          'object-src': ['none'],
          'script-src': ['self'],
          'style-src': ['self'],
          'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
        },
      },
    }),
  ],
  // The domain stays out of the bundle: Node loads the sources itself, so web, worker and commands share the same modules.
  environments: { ssr: { build: { rolldownOptions: { external: [/^#server\//] } } } },
})
